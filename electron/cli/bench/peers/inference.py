# The same network in eager PyTorch with Grad-CAM by a backward pass to the last map. Weights do not matter for time.
import json, sys, time
import torch
from torch import nn

data = json.loads(sys.stdin.readline())
torch.set_num_threads(data["threads"])
torch.manual_seed(1)
blocks, channels = [], 1
for block in data["blocks"]:
    blocks += [nn.Conv1d(channels, block["filters"], block["kernel"], padding="same"), nn.BatchNorm1d(block["filters"]), nn.ReLU()]
    channels = block["filters"]
    blocks.append(nn.MaxPool1d(2))
features, pool = nn.Sequential(*blocks[:-1]).eval(), blocks[-1]
head = nn.Sequential(nn.Linear(channels, data["hidden"]), nn.ReLU(), nn.Linear(data["hidden"], 1))
spectrum = torch.randn(data["batch"], 1, data["inputLength"])

def run():
    with torch.no_grad():
        activations = features(spectrum)
    activations.requires_grad_()
    logit = head(pool(activations).mean(2))
    (gradient,) = torch.autograd.grad(logit.sum(), activations)
    with torch.no_grad():
        cam = (gradient.mean(2, keepdim=True) * activations).sum(1)
        return torch.sigmoid(logit), cam

print(f"torch {torch.__version__}, {data['threads']} thread{'s' if data['threads'] > 1 else ''}", flush=True)
for line in sys.stdin:
    repetitions = int(line)
    start = time.perf_counter()
    for _ in range(repetitions):
        run()
    print(time.perf_counter() - start, flush=True)
