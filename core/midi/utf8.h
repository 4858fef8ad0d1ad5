#pragma once

#include <string>
#include <string_view>

namespace woodshed
{

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most
/// U+10FFFF).
[[nodiscard]] bool isUtf8(std::string_view bytes);

/// Every byte as the Unicode character of that number.
[[nodiscard]] std::string latin1ToUtf8(std::string_view bytes);

} // namespace woodshed
