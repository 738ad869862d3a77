import threading
import time
from collections.abc import Iterator

from ganstudio.core.events import Event, Finished, Progress, Sampled, Saved, StageBegan, Started, Written, to_json
from ganstudio.runs.checkpoint import Checkpoint, Counters
from ganstudio.runs.event_log import record_events, rewind
from ganstudio.runs.follow import tail_events
from ganstudio.runs.run import Run

SESSION: list[Written] = [
    Started(0, 640, "cpu", "float32", 5),
    StageBegan(0, 0, 32, 16),
    *(Progress(images, images / 64, {"generator": 1.0}) for images in range(64, 321, 64)),
]


def at(images: int) -> Checkpoint:
    return Checkpoint(Counters(images=images, step=0, stage=0, seconds=0.0), {})


def write(run: Run, *events: Event) -> None:
    list(record_events(run, (event for event in events)))


def test_an_old_run_is_replayed_and_that_is_all(run: Run) -> None:
    write(run, *SESSION)
    assert list(tail_events(run, stop=threading.Event())) == SESSION


def test_a_run_without_events_ends_at_once(run: Run) -> None:
    assert list(tail_events(run, stop=threading.Event())) == []


def test_a_living_run_is_followed_to_its_end(run: Run) -> None:
    def train() -> None:
        with run.lock():
            begun.set()
            for event in SESSION:
                write(run, event)
                time.sleep(0.05)
            write(run, Finished(320, "stopped"))

    begun = threading.Event()
    trainer = threading.Thread(target=train)
    trainer.start()
    begun.wait()
    assert list(tail_events(run, stop=threading.Event())) == [*SESSION, Finished(320, "stopped")]
    trainer.join()


def test_stop_ends_the_following_of_a_living_run(run: Run) -> None:
    write(run, *SESSION)
    stop = threading.Event()
    with run.lock():
        events = tail_events(run, stop=stop)
        assert next(events) == SESSION[0]
        stop.set()
        assert list(events) == SESSION[1:]


def test_half_a_line_is_read_when_it_is_whole(run: Run) -> None:
    line = to_json(Saved(64, "checkpoints/000000064.safetensors"))
    run.events_file.write_text(line[:30], encoding="utf-8")
    with run.lock():
        stop = threading.Event()
        events = tail_events(run, stop=stop)
        threading.Timer(0.1, run.events_file.write_text, (line + "\n", "utf-8")).start()
        assert next(events) == Saved(64, "checkpoints/000000064.safetensors")
        stop.set()
        assert list(events) == []


def test_a_resume_begins_the_replay_anew(run: Run) -> None:
    write(run, *SESSION)
    with run.lock():
        stop = threading.Event()
        events = tail_events(run, stop=stop)
        seen = [next(events) for _ in SESSION]
        rewind(run, at(128))
        write(run, Started(128, 640, "cpu", "float32", 5), Progress(192, 3.0, {"generator": 0.5}))
        anew = [next(events) for _ in range(6)]
        stop.set()
    assert seen == SESSION
    assert anew == [*SESSION[:4], Started(128, 640, "cpu", "float32", 5), Progress(192, 3.0, {"generator": 0.5})]


def test_rewinding_forgets_what_was_later_and_nothing_else(run: Run) -> None:
    write(run, *SESSION)
    for images in (0, 64, 192, 256):
        run.sample(images).parent.mkdir(exist_ok=True)
        run.sample(images).write_bytes(b"")
    with run.events_file.open("ab") as lines:
        lines.write(b'{"kind": "prog')
    rewind(run, at(192))
    assert run.events() == SESSION[:5]
    assert run.events_file.read_bytes().endswith(b"}\n")
    assert [seen for seen, _ in run.samples()] == [0, 64, 192]


def test_without_a_checkpoint_all_begins_anew(run: Run) -> None:
    write(run, *SESSION, Sampled(0, "samples/000000000.png"))
    run.sample(0).parent.mkdir(exist_ok=True)
    run.sample(0).write_bytes(b"")
    rewind(run, None)
    assert run.events() == []
    assert run.samples() == []


def test_progress_never_jumps_back_for_one_who_reads_the_folder(run: Run) -> None:
    def images(events: Iterator[Written]) -> list[int]:
        return [event.images for event in events if isinstance(event, Progress)]

    for checkpoint in (64, 192, 128, 320):
        rewind(run, at(checkpoint))
        write(run, *(Progress(seen, 1.0, {}) for seen in range(checkpoint + 64, checkpoint + 257, 64)))
        read = images(iter(run.events()))
        assert read == sorted(set(read))
