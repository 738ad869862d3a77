"""What the files in `v0` and in every later folder hold."""

from pathlib import Path

from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.events import (
    Changed,
    Diagnosed,
    Finished,
    Measured,
    Progress,
    Sampled,
    Saved,
    StageBegan,
    Started,
    Written,
)
from ganstudio.core.settings import Settings
from ganstudio.images.dataset.edits import Edit, Edits
from ganstudio.runs.checkpoint import CheckpointCard, Counters
from ganstudio.runs.commands import ChangeOptions, Command, GoBack, SampleNow, SaveNow, StopNow
from ganstudio.runs.run_spec import Change, RunSpec
from ganstudio.stylize.batch import BatchSpec as BatchSpec
from ganstudio.stylize.batch import Item
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask, Stroke, Tones
from ganstudio.stylize.output_names import Naming
from ganstudio.stylize.recipe import Origin, Recipe
from ganstudio.stylize.session import Session, SessionPicture

SAVED = Path(__file__).parent

SETTINGS = Settings(
    theme="light", trusted={"木版": "ab12"}, disabled=("neural",), runs="~/runs 🎨", formats={".jpg": "90"}, recipes=False
)
SPEC = RunSpec(
    architecture="progressive",
    options={"width": 64, "loss": "hinge", "mirrored": True, "rate": 2.5e-05, "start": None},
    data="/pictures/木 🎨",
    labels=("cats", "dogs"),
    size=16,
    latent=128,
    images=3000,
    plan=Plan((Stage(8, 32, 1000), Stage(16, 16, 2000, fade=500))),
    seed=7,
    precision="bfloat16",
    sample_every=500,
    save_every=1000,
    changes=(Change(images=64, options={"rate": 1e-05}), Change(images=128, why="memory", parts=2)),
    version="0.1.0",
)
EVENTS: tuple[Written, ...] = (
    Started(0, 3000, "cpu", "float32", 12),
    StageBegan(0, 0, 8, 32),
    Progress(32, 1.5, {"generator": 0.25, "discriminator": 1.75}, {"win rate": 0.75}),
    Sampled(32, "samples/000000032.png"),
    Measured(32, {"distance": 0.5, "diversity": 1.0}),
    Diagnosed(32, "balance", "warning", "The critic wins.", "Let it learn more slowly.", {"rate": 1e-05}),
    Changed(32, "wish", "rate is 1e-05 from now on"),
    Saved(32, "checkpoints/000000032.safetensors"),
    Finished(32, "stopped"),
)
COMMANDS: dict[str, Command] = {
    "sample": SampleNow(seed=3), "save": SaveNow(), "change": ChangeOptions(options={"rate": 1e-05}), "back": GoBack(),
    "stop": StopNow(),
}  # fmt: skip
STARS = [(32, 4), (32, 7)]
CARD = CheckpointCard(
    sha256="", version="0.1.0", counters=Counters(images=32, step=1, stage=0, seconds=1.5), distance=0.5
)  # its checksum is that of the file beside it
LOOK = Look(
    layers=(
        Layer(
            style="oil",
            options={"stroke": 8.5, "picture": "木.png"},
            strength=0.5,
            blend="multiply",
            mask=Mask(
                fade=Fade(start=(0, 0), end=(1, 0.5)),
                tones=Tones(low=0.25),
                strokes=(Stroke(points=((0.25, 0.5), (0.5, 0.5)), erase=True),),
                feather=0.125,
            ),
        ),
        Layer(style="halftone", on=False),
    ),
    keep_colours=True,
)
RECIPE = Recipe(
    look=LOOK, studio="0.1.0", styles=(Origin(style="oil", title="Oil paint", plugin="classic", version="0.1.0"),),
    masks=("ab" * 32, ""), pictures={"木.png": "cd" * 32}, source="ef" * 32, steady=0.25,
)  # fmt: skip
SESSION = Session(
    pictures=(SessionPicture(file="/pictures/木.png", look=LOOK), SessionPicture(file="/pictures/b.jpg")),
    current="/pictures/b.jpg",
    look=Look(layers=(Layer(style="ink"),)),
)
BATCH = BatchSpec(
    look=LOOK, sources=(Path("/pictures/木.png"), Path("/pictures/film.mp4")), folder=Path("/results"),
    naming=Naming("{name} {number}", ".jpg", "skip"), steady=0.25,
)  # fmt: skip
ITEMS = [Item("done", "/results/木 1.jpg", told="a remark"), Item("failed", "", "It is damaged.")]
ORDER = ["second", "first"]
RECENT = [Path("/pictures/木.png"), Path("/pictures/b.jpg")]
REFERENCES = {"cd" * 32: "/pictures/木.png"}
MEASURED = {"a machine, torch 2.10.0": 1.25, "a machine, torch 2.10.0, a network": "torch bfloat16"}
EDITS = Edits(
    folder=Path("/pictures"),
    ground="#204060",
    pictures={"木.png": Edit(kept=False), "b.jpg": Edit(aspect=1.5, focus=(0.25, 0.75), bits=12)},
)
NOTE = {"run": "cats", "architecture": "dcgan", "images": 32, "seed": 5, "number": 2, "label": None, "count": 1}
