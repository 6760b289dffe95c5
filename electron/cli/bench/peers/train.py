# One training step of the same network in eager PyTorch: forward, weighted cross-entropy, backward, Adam.
import json, sys, time
import torch
from torch import nn

data = json.loads(sys.stdin.readline())
network, batch = data["network"], data["batch"]
torch.set_num_threads(data["threads"])
torch.manual_seed(1)

class Bottleneck(nn.Module):
    def __init__(self, channels, width, stride, shortcut):
        super().__init__()
        def part(inside, out, kernel, stride):
            return [nn.Conv1d(inside, out, kernel, stride, kernel // 2, bias=False), nn.BatchNorm1d(out)]
        self.branch = nn.Sequential(
            *part(channels, width, 1, 1), nn.ReLU(), *part(width, width, 3, stride), nn.ReLU(), *part(width, 4 * width, 1, 1)
        )
        self.shortcut = nn.Sequential(*part(channels, 4 * width, 1, stride)) if shortcut else nn.Identity()
    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))

class Mean(nn.Module):
    def forward(self, x):
        return x.mean(2)

layers = []
if "stages" in network:
    channels = network["stem"]["filters"]
    layers += [nn.Conv1d(1, channels, 7, 2, 3, bias=False), nn.BatchNorm1d(channels), nn.ReLU(), nn.MaxPool1d(3, 2, 1)]
    for index, stage in enumerate(network["stages"]):
        for block in range(stage["blocks"]):
            layers.append(Bottleneck(channels, stage["width"], 2 if index > 0 and block == 0 else 1, block == 0))
            channels = 4 * stage["width"]
    layers += [Mean(), nn.Dropout(network["dropout"]), nn.Linear(channels, 1)]
else:
    channels = 1
    for block in network["blocks"]:
        layers += [nn.Conv1d(channels, block["filters"], block["kernel"], padding="same"), nn.BatchNorm1d(block["filters"]), nn.ReLU(), nn.MaxPool1d(2)]
        channels = block["filters"]
    layers += [Mean(), nn.Linear(channels, network["hidden"]), nn.ReLU(), nn.Dropout(network["dropout"]), nn.Linear(network["hidden"], 1)]
model = nn.Sequential(*layers).train()
adam = torch.optim.Adam(model.parameters(), lr=1e-4)
spectra = torch.randn(batch, 1, network["inputLength"])
targets = (torch.arange(batch) % 2).float()[:, None]
weights = torch.ones(batch, 1)

def step():
    adam.zero_grad()
    loss = nn.functional.binary_cross_entropy_with_logits(model(spectra), targets, weights)
    loss.backward()
    adam.step()

print(f"torch {torch.__version__}, {data['threads']} threads", flush=True)
for line in sys.stdin:
    repetitions = int(line)
    start = time.perf_counter()
    for _ in range(repetitions):
        step()
    print(time.perf_counter() - start, flush=True)
