// bench_training [UPDATES [ROUNDS]]: the notebook's training (60 windows of 30 over 78 values, 64
// units, batches of 32 and 28, Adam) by our fused LSTM and by torch::nn::LSTM, and the bare matrix
// products underneath. One thread, one process, in turn; 200 updates are the notebook's 100 epochs.
#include <array>
#include <cstdio>

#include <torch/torch.h>

#include "bench/stopwatch.h"
#include "core/training/trainingdata.h"
#include "training/blas.h"
#include "training/lstmtrainer.h"
#include "training/sequencenetwork.h"

using namespace woodshed;

namespace
{

constexpr std::int64_t values = 78;
constexpr std::int64_t hidden = 64;
constexpr std::int64_t steps = 30;
constexpr std::array<std::int64_t, 2> batches{32, 28};

void trainOurs(const Dataset& dataset, GateActivation gates, int updates)
{
    TrainingOptions options;
    options.gates = gates;
    options.epochs = std::max(1, updates / 2);
    const auto result = LstmTrainer().run(dataset, options, {}, {});
    if (!result)
        std::printf("failed: %s\n", result.error().detail.c_str());
}

/// As one would write it with LibTorch's own modules.
struct PeerNetwork : torch::nn::Module {
    PeerNetwork()
        : lstm(register_module("lstm", torch::nn::LSTM(values, hidden)))
        , dense(register_module("dense", torch::nn::Linear(hidden, values)))
    {
    }

    torch::Tensor loss(const torch::Tensor& inputs, const torch::Tensor& labels)
    {
        const auto states = std::get<0>(lstm(inputs));
        const auto logits = dense(states.reshape({-1, hidden}));
        const auto sum = torch::nn::functional::cross_entropy(
            logits, labels,
            torch::nn::functional::CrossEntropyFuncOptions().ignore_index(-1).reduction(
                torch::kSum));
        return sum / inputs.size(1);
    }

    torch::nn::LSTM lstm;
    torch::nn::Linear dense;
};

void trainPeer(const Dataset& dataset, int updates)
{
    torch::manual_seed(1);
    auto inputs = torch::zeros({steps, dataset.examples, values});
    auto labels = torch::full({steps, dataset.examples}, -1, torch::kInt64);
    for (int step = 0; step < dataset.steps; ++step) {
        for (int example = 0; example < dataset.examples; ++example) {
            if (dataset.input(example, step) != noValue)
                inputs[step][example][dataset.input(example, step)] = 1;
            labels[step][example] = dataset.label(step, example);
        }
    }
    PeerNetwork network;
    torch::optim::Adam adam(network.parameters(), torch::optim::AdamOptions(0.01));
    torch::Tensor order;
    for (int update = 0; update < updates; ++update) {
        if (update % 2 == 0)
            order = torch::randperm(dataset.examples);
        const auto chosen = order.narrow(0, update % 2 == 0 ? 0 : batches[0],
                                         batches[static_cast<std::size_t>(update % 2)]);
        static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options())
            .lr(0.01 / (1 + 0.01 * update));
        adam.zero_grad();
        network.loss(inputs.index_select(1, chosen), labels.index_select(1, chosen).reshape(-1))
            .backward();
        adam.step();
    }
}

/// The products that forward and backward cannot do without, into tensors that exist already.
class BareProducts
{
public:
    BareProducts()
    {
        for (const std::int64_t batch : batches) {
            const std::int64_t rows = steps * batch;
            const std::int64_t later = (steps - 1) * batch;
            for (int step = 1; step < steps; ++step) {
                add(torch::rand({batch, hidden}), torch::rand({hidden, 4 * hidden}));
                add(torch::rand({batch, 4 * hidden}), torch::rand({hidden, 4 * hidden}).t());
            }
            add(torch::rand({later, hidden}).t(), torch::rand({later, 4 * hidden}));
            add(torch::rand({rows, hidden}), torch::rand({hidden, values}));
            add(torch::rand({rows, values}), torch::rand({hidden, values}).t());
            add(torch::rand({rows, hidden}).t(), torch::rand({rows, values}));
        }
    }

    void run(int updates)
    {
        const torch::NoGradGuard noGradient;
        for (int pass = 0; pass < updates / 2; ++pass)
            for (auto& [left, right, product] : m_products)
                torch::mm_out(product, left, right);
    }

private:
    void add(const torch::Tensor& left, const torch::Tensor& right)
    {
        m_products.push_back({left, right, torch::empty({left.size(0), right.size(1)})});
    }

    std::vector<std::array<torch::Tensor, 3>> m_products;
};

} // namespace

int main(int count, char** arguments)
{
    const int updates = bench::argument(count, arguments, 1, 200) / 2 * 2;
    const int rounds = bench::argument(count, arguments, 2, 5);
    useOneThread();
    const Dataset dataset = testing::notebookSizedDataset(1);
    BareProducts products;
    std::vector<bench::Contestant> contestants{
        {"ours, sigmoid", [&] { trainOurs(dataset, GateActivation::Sigmoid, updates); }, {}},
        {"torch::nn::LSTM", [&] { trainPeer(dataset, updates); }, {}},
        {"ours, hard sigmoid",
         [&] { trainOurs(dataset, GateActivation::HardSigmoid, updates); },
         {}},
        {"matrix products alone", [&] { products.run(updates); }, {}}};
    bench::race(contestants, rounds);

    const double ours = contestants[0].median();
    std::printf("BLAS: %s, one thread\n%d updates, median of %d, processor seconds:\n",
                nameOfBlas().c_str(), updates, rounds);
    for (const auto& contestant : contestants)
        std::printf("  %-22s %7.3f   %5.2f x ours\n", contestant.name.c_str(), contestant.median(),
                    contestant.median() / ours);
    return 0;
}
