"""The steps of the guided first training: what each says, what it points at, and the event that it waits for. No widgets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ganstudio.core.events import Finished
from ganstudio.core.translation import tr, tr_noop
from ganstudio.gui.app.translations import count
from ganstudio.gui.guide.lesson import read_lesson
from ganstudio.runs.history import RunHistory
from ganstudio.train.monitor.doctor import LOW_DIVERSITY

Target = Literal["", "samples", "first samples", "losses", "critic", "diversity", "resolution", "go on"]
Picture = Literal["", "pair", "collapse", "growing"]

ENOUGH_TICKS = 20  # of a training, half a second each, before its losses say something
CLEARLY_NEARER = 0.5  # of the first distance


@dataclass(frozen=True)
class Moment:
    """What is known when a step is shown: the training so far, and how far each lesson was watched, in pictures seen."""

    history: RunHistory
    lesson_progress: Mapping[str, int]


@dataclass(frozen=True)
class Step:
    """One step. `has_happened` tells whether its event has come; `facts` are figures of this very training."""

    name: str
    title: str
    words: str
    waits_for: str
    has_happened: Callable[[Moment], bool]
    target: Target = ""
    picture: Picture = ""
    facts: Callable[[RunHistory], str] = lambda _history: ""
    term: str = ""


def _distances(history: RunHistory) -> list[float]:
    return [each.values["distance"] for each in history.measurements if "distance" in each.values]


def _is_nearer(moment: Moment) -> bool:
    known = _distances(moment.history)
    return len(known) > 1 and min(known) < CLEARLY_NEARER * known[0]


def _distance_words(history: RunHistory) -> str:
    known = _distances(history)
    if len(known) < 2:
        return ""
    return tr("The distance: {first} at first, {now} now.").format(first=_figure(known[0]), now=_figure(known[-1]))


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _critic_facts(history: RunHistory) -> str:
    if "win rate" not in history.values:
        return ""
    return tr("Its hits here, just now: {:.0f} %.").format(100 * history.values["win rate"].points()[1][-10:].mean())


def _losses_facts(history: RunHistory) -> str:
    if "generator" not in history.curves or len(history.curves["generator"]) < 2:
        return ""
    losses = history.curves["generator"].points()[1]
    rises = 100 * float((losses[1:] > losses[:-1]).mean())
    words = tr("The painter's loss here: {first:.2f} at first, {now:.2f} now; it rose at {rises:.0f} % of the ticks.")
    return " ".join(filter(None, (words.format(first=losses[0], now=losses[-1], rises=rises), _distance_words(history))))


def _diversity_facts(history: RunHistory) -> str:
    known = history.last_measurement.values.get("diversity") if history.last_measurement else None
    if known is None:
        return ""
    if known < LOW_DIVERSITY:
        return tr("Your training: diversity {:.2f}. It has only begun; watch it rise.").format(known)
    return tr("Your training: diversity {:.2f}.").format(known)


def _start_facts(history: RunHistory) -> str:
    return tr("It learns from {} pictures.").format(history.pictures) if history.pictures else ""


def _seen_facts(history: RunHistory) -> str:
    return tr("{} pictures seen.").format(count(history.images)) if history.images else ""


def _saw_collapse(moment: Moment) -> bool:
    ill = read_lesson("collapse").ill_at("collapse")
    return ill is not None and moment.lesson_progress.get("collapse", -1) >= ill


def _saw_growth(moment: Moment) -> bool:
    lesson = read_lesson("growing")
    last = lesson.resolution_at(lesson.samples[-1].images)
    return lesson.resolution_at(moment.lesson_progress.get("growing", -1)) == last


STEPS = (
    Step(
        "begin",
        tr_noop("A first training"),
        tr_noop(
            "In about three minutes, two networks learn to make new emoji from those that come with the studio. One "
            "makes pictures: the generator, or painter. The other judges them: the discriminator, or critic. All of "
            "it happens on this machine, and you may leave the guide at any time."
        ),
        tr_noop("Press Begin; then the emoji are read."),
        lambda moment: moment.history.start_event is not None,
        facts=_start_facts,
        term="gan",
    ),
    Step(
        "noise",
        tr_noop("From noise"),
        tr_noop(
            "This is the first sheet, made before anything was learnt: each square comes from random numbers of its "
            "own, and an untrained painter makes but an even grey of them. It will never see an emoji. All that it "
            "ever learns is how the critic's verdict on its pictures would change if they changed."
        ),
        tr_noop("Waits for the first sheet of samples."),
        lambda moment: bool(moment.history.samples),
        target="first samples",
        term="latent",
    ),
    Step(
        "critic",
        tr_noop("What the critic sees"),
        tr_noop(
            "Above are emoji of the folder, below new ones, both as the critic is shown them. It gives each a score; "
            "the painter is then changed a little so that its own would score higher, and the critic so that it is "
            "not fooled again. Its hits say how often it picks the real one of a pair: one half would be guessing."
        ),
        tr_noop("Waits until the critic has judged its first pictures."),
        lambda moment: "win rate" in moment.history.values,
        target="critic",
        picture="pair",
        facts=_critic_facts,
        term="discriminator",
    ),
    Step(
        "shapes",
        tr_noop("First shapes"),
        tr_noop(
            "What all emoji have in common comes first: something round and yellow on white. Eyes and mouths follow, "
            "then hearts and other rare ones. Each square keeps its random numbers, so you see the same picture grow. "
            "The distance says in a figure how far all new pictures are from yours."
        ),
        tr_noop("Waits until the distance has fallen to half of what it was."),
        _is_nearer,
        target="samples",
        facts=_distance_words,
        term="distance",
    ),
    Step(
        "losses",
        tr_noop("Why both losses do not simply fall"),
        tr_noop(
            "A loss is what each of them tries to lower, but they play against each other: when the painter gets "
            "better, the critic's task gets harder, and the other way round. So both go up and down, while the "
            "pictures get better. Only a loss that goes to nothing for good is a bad sign: then one of them has won."
        ),
        tr_noop("Waits until the curves are long enough to be read."),
        lambda moment: len(moment.history.curves.get("generator", ())) >= ENOUGH_TICKS,
        target="losses",
        facts=_losses_facts,
        term="loss",
    ),
    Step(
        "collapse",
        tr_noop("What collapse looks like"),
        tr_noop(
            "These are samples of another training on the same emoji, a plain GAN that was broken on purpose: its "
            "critic learns ten times more slowly than its painter. The painter found one picture that passes, and "
            "makes it from any random numbers; once the critic refuses it, it jumps to another one. That does not heal "
            "by waiting. The doctor, at the right, tells you when it happens to yours."
        ),
        tr_noop("Watch it until the doctor calls it a collapse."),
        _saw_collapse,
        target="diversity",
        picture="collapse",
        facts=_diversity_facts,
        term="collapse",
    ),
    Step(
        "growing",
        tr_noop("What growing does"),
        tr_noop(
            "Yours works at its full 32 × 32 pixels from the start. This one, a progressive GAN, began with 4 × 4 and "
            "doubled them three times, each new layer faded in: large forms first, where they are easy, and details "
            "on top. At 64 pixels and more that is the calmer road."
        ),
        tr_noop("Watch it until it has grown to its full size."),
        _saw_growth,
        target="resolution",
        picture="growing",
        term="progressive",
    ),
    Step(
        "end",
        tr_noop("Yours from here"),
        tr_noop(
            "When all pictures are seen, a checkpoint is kept: train it further at any time, click a picture to see "
            "it alone, star those you like, drag the slider through the whole training. Next, drop a folder of a "
            "hundred pictures of your own."
        ),
        tr_noop("Waits for the end of the training."),
        lambda moment: isinstance(moment.history.end_event, Finished),
        target="go on",
        facts=_seen_facts,
        term="checkpoint",
    ),
)
