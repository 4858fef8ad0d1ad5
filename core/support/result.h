#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace woodshed
{

/// What kind of failure it was: programs branch on it, people read Error::detail.
enum class ErrorCode {
    NotFound,        ///< no such file, device, port or name
    NotAFile,        ///< a folder, device or pipe where a regular file is needed
    TooLarge,        ///< over a stated bound
    Unreadable,      ///< the system refused to read
    NotWritable,     ///< the system refused to write, or the disk is full
    Malformed,       ///< breaks the rules of its format
    Unsupported,     ///< legal in its format, but not something Woodshed does
    NoMelody,        ///< readable, but holds no melody where one is needed
    InvalidArgument, ///< an option or parameter outside its range
    Unavailable,     ///< a library, driver or module cannot be used on this machine
    Diverged,        ///< numbers ran out of the finite range
    Cancelled,       ///< a stop was asked for before there was anything to keep
    Internal,        ///< a broken promise of our own
};

/// An expected failure, as a value. `detail` is one plain sentence or clause without a full stop
/// that says what happened and, where it helps, why and what to do; `where` names the place (a
/// path, a track, a byte offset) or is empty.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;
    std::string where;

    friend bool operator==(const Error&, const Error&) = default;
};

/// Wraps an error on its way into a Result, as std::unexpected does.
struct Unexpected {
    Error error;
};

[[nodiscard]] inline Unexpected fail(ErrorCode code, std::string detail, std::string where = {})
{
    return Unexpected{Error{code, std::move(detail), std::move(where)}};
}

/// A value or an Error, with the interface of C++23's std::expected<T, Error> as far as it is used
/// here. Reading the side that is not there is a programming error and ends the program through
/// std::get's exception.
template<typename T>
class [[nodiscard]] Result
{
public:
    using value_type = T;
    using error_type = Error;

    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Unexpected unexpected)
        : m_state(std::in_place_index<1>, std::move(unexpected.error))
    {
    }

    [[nodiscard]] bool has_value() const noexcept { return m_state.index() == 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T& value() & { return std::get<0>(m_state); }
    [[nodiscard]] const T& value() const& { return std::get<0>(m_state); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }

    [[nodiscard]] Error& error() & { return std::get<1>(m_state); }
    [[nodiscard]] const Error& error() const& { return std::get<1>(m_state); }

    template<typename U>
    [[nodiscard]] T value_or(U&& other) const&
    {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template<>
class [[nodiscard]] Result<void>
{
public:
    using value_type = void;
    using error_type = Error;

    Result() = default;
    Result(Unexpected unexpected)
        : m_error(std::move(unexpected.error))
        , m_ok(false)
    {
    }

    [[nodiscard]] bool has_value() const noexcept { return m_ok; }
    [[nodiscard]] explicit operator bool() const noexcept { return m_ok; }
    [[nodiscard]] const Error& error() const& { return m_error; }

private:
    Error m_error;
    bool m_ok = true;
};

/// Hands the error of one Result on as another's: `return forward(result);`
template<typename T>
[[nodiscard]] Unexpected forward(const Result<T>& failed)
{
    return Unexpected{failed.error()};
}

} // namespace woodshed
