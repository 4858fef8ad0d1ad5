#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "ports/midisystem.h"

/// MIDI ports without devices: a test plugs them in and out, reads what was sent, and sends what is
/// received. Outlives what it opened.
class FakeMidi : public woodshed::MidiSystem
{
public:
    struct Sent {
        std::chrono::steady_clock::time_point when;
        woodshed::ChannelMessage message;
    };

    void plug(woodshed::PortList ports)
    {
        const std::lock_guard lock(m_mutex);
        m_ports = std::move(ports);
    }
    std::vector<Sent> sent() const
    {
        const std::lock_guard lock(m_mutex);
        return m_sent;
    }
    std::vector<woodshed::ChannelMessage> messages() const
    {
        std::vector<woodshed::ChannelMessage> messages;
        for (const Sent& each : sent())
            messages.push_back(each.message);
        return messages;
    }
    int openSenders() const { return m_openSenders; }
    int lists() const { return m_lists; }

    /// From now on the driver reports the connection as lost.
    void lose() { m_isLost = true; }
    /// From now on the driver takes a message and does not come back until it is released.
    void hang()
    {
        const std::lock_guard lock(m_mutex);
        m_hangs = true;
    }
    void release()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_hangs = false;
        }
        m_released.notify_all();
    }
    /// As if it came from the device, on the calling thread.
    void receive(std::chrono::steady_clock::time_point when, std::vector<std::uint8_t> bytes)
    {
        m_callback(when, bytes);
    }
    bool isReceiving() const { return m_openReceivers > 0; }

    woodshed::PortList list() override
    {
        ++m_lists;
        const std::lock_guard lock(m_mutex);
        return m_ports;
    }
    woodshed::Result<std::unique_ptr<woodshed::MidiSender>>
    openOutput(const std::string& name) override
    {
        const auto ports = list().outputs;
        if (std::find(ports.begin(), ports.end(), name) == ports.end())
            return woodshed::fail(woodshed::ErrorCode::NotFound, "there is no such port", name);
        return openVirtualOutput();
    }
    woodshed::Result<std::unique_ptr<woodshed::MidiReceiver>>
    openInput(const std::string& name, woodshed::ReceiveCallback callback) override
    {
        const auto ports = list().inputs;
        if (std::find(ports.begin(), ports.end(), name) == ports.end())
            return woodshed::fail(woodshed::ErrorCode::NotFound, "there is no such port", name);
        return openVirtualInput(std::move(callback));
    }
    woodshed::Result<std::unique_ptr<woodshed::MidiSender>> openVirtualOutput() override
    {
        return std::unique_ptr<woodshed::MidiSender>(std::make_unique<Sender>(*this));
    }
    woodshed::Result<std::unique_ptr<woodshed::MidiReceiver>>
    openVirtualInput(woodshed::ReceiveCallback callback) override
    {
        m_callback = std::move(callback);
        return std::unique_ptr<woodshed::MidiReceiver>(std::make_unique<Receiver>(*this));
    }
    bool hasVirtualPorts() override { return true; }

private:
    class Sender : public woodshed::MidiSender
    {
    public:
        explicit Sender(FakeMidi& midi)
            : m_midi(midi)
        {
            ++m_midi.m_openSenders;
        }
        ~Sender() override { --m_midi.m_openSenders; }
        Sender(const Sender&) = delete;
        Sender& operator=(const Sender&) = delete;

        bool send(const woodshed::ChannelMessage& message) override
        {
            std::unique_lock lock(m_midi.m_mutex);
            m_midi.m_sent.push_back({std::chrono::steady_clock::now(), message});
            m_midi.m_released.wait(lock, [this] { return !m_midi.m_hangs; });
            return !m_midi.m_isLost;
        }
        bool isConnected() override { return !m_midi.m_isLost; }

    private:
        FakeMidi& m_midi;
    };
    class Receiver : public woodshed::MidiReceiver
    {
    public:
        explicit Receiver(FakeMidi& midi)
            : m_midi(midi)
        {
            ++m_midi.m_openReceivers;
        }
        ~Receiver() override { --m_midi.m_openReceivers; }
        Receiver(const Receiver&) = delete;
        Receiver& operator=(const Receiver&) = delete;

        bool isConnected() override { return !m_midi.m_isLost; }

    private:
        FakeMidi& m_midi;
    };

    mutable std::mutex m_mutex;
    std::condition_variable m_released;
    woodshed::PortList m_ports;
    std::vector<Sent> m_sent;
    woodshed::ReceiveCallback m_callback;
    bool m_hangs = false;
    std::atomic<bool> m_isLost{false};
    std::atomic<int> m_openSenders{0};
    std::atomic<int> m_openReceivers{0};
    std::atomic<int> m_lists{0};
};
