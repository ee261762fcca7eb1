"""One thread does one job after another: stopping, newest wins, failures, the end."""

import gc
import inspect
import re
import signal
import subprocess
import sys
import threading
import time
import weakref

import pytest
from PIL import Image

from sdlab.errors import BadValue, Busy, Cancelled, NotOffered, OutOfMemory, UnknownName
from sdlab.models.abandon import check_wanted
from sdlab.recipe import Hole, Margin, Plate, Start
from sdlab.studio import Studio, task
from sdlab.studio.worker import GRACE, MOST, Order

PICTURE = Image.new("RGB", (64, 64))


class _Submitter(threading.Thread):
    """Submits newest recipes as soon as it is told to."""

    def __init__(self, studio, recipes, when):
        super().__init__(daemon=True)
        self.studio, self.recipes, self.when, self.done = studio, recipes, when, threading.Event()

    def run(self):
        self.when.wait(120)
        self.studio.submit(self.recipes, newest_of="a panel")
        self.done.set()


def recipe(studio, steps=6, **change):
    return studio.recipe("text_to_image", prompt="a cat", num_inference_steps=steps).but(**change)


def at_step(job, step, act):
    """Call `act` once, when the job has done `step` steps."""
    done = []

    def listen(news):
        if news.progress.step == step and not done:
            done.append(step)
            act()

    job.listen(listen)


def submit_held(studio, recipes, **options):
    """Submit a job that cannot begin before the returned event is set."""
    held, go = threading.Event(), threading.Event()

    def hold(model):
        held.set()
        go.wait(120)

    threading.Thread(target=studio._worker.ask, args=(hold,), daemon=True).start()
    assert held.wait(120)
    job = studio.submit(recipes, **options)
    return job, go


def test_a_stop_takes_effect_within_one_step(studio):
    job, go = submit_held(studio, [recipe(studio)])
    at_step(job, 3, job.stop)
    go.set()
    with pytest.raises(Cancelled, match="step 3 of 6"):
        job.wait(120)
    assert job.progress.step == 3


def test_a_stop_while_decoding_throws_the_picture_away(studio):
    job, go = submit_held(studio, [recipe(studio, steps=2)])
    job.listen(lambda news: job.stop() if news.progress.state == "decoding" else None)
    go.set()
    with pytest.raises(Cancelled):
        job.wait(120)


PHASES = {
    "the prompt": lambda progress: progress.state == "running" and progress.steps == 0,
    "the first step": lambda progress: progress.steps > 0 and progress.step == 0,
    "a later step": lambda progress: progress.step == 2,
    "decoding": lambda progress: progress.state == "decoding",
}


@pytest.fixture
def interruptible():
    """Hear Ctrl-C, even where the tests were started in the background of a shell, which turns it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_in_any_phase_stops_the_job_and_the_studio_goes_on(studio, phase):
    job, go = submit_held(studio, [recipe(studio, steps=3)])

    def interrupt(news):
        if PHASES[phase](news.progress) and not job.is_stopping:
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            end = time.monotonic() + 60
            while not job.is_stopping and time.monotonic() < end:
                time.sleep(0.001)  # until the main thread, which waits for the job, has heard it

    job.listen(interrupt)
    threading.Timer(0.1, go.set).start()
    with pytest.raises(KeyboardInterrupt):
        job.wait(120)
    with pytest.raises(Cancelled):
        job.wait(120)
    assert studio.run(recipe(studio, steps=1)).picture.size == (studio.facts.width, studio.facts.height)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_while_queued_takes_the_job_out_of_the_queue(studio):
    job, go = submit_held(studio, [recipe(studio)])
    main = threading.main_thread().ident
    threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        job.wait(120)
    assert job.state == "cancelled"
    go.set()


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_while_loading_is_heard_at_once_and_lets_the_model_go(studio):
    threads, pressed, go = [], [], threading.Event()
    model = studio._worker.ask(lambda model: model)

    def slow():
        threads.append(threading.current_thread())
        pressed.append(time.monotonic())
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        go.wait(120)
        return model

    heard = False
    try:
        Studio(slow)
    except KeyboardInterrupt:
        heard = True
    assert heard
    assert time.monotonic() - pressed[0] < GRACE / 2
    assert threads[0].is_alive()
    go.set()
    threads[0].join(120)
    assert not threads[0].is_alive()


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_load_is_left_off_at_the_next_chance():
    threads, parts = [], []

    def slow():
        threads.append(threading.current_thread())
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        for part in range(1000):
            check_wanted()
            parts.append(part)
            time.sleep(0.05)

    with pytest.raises(KeyboardInterrupt):
        Studio(slow)
    threads[0].join(120)
    assert len(parts) < 1000


def test_skip_goes_on_with_the_next_picture(studio):
    job, go = submit_held(studio, [recipe(studio, seed=seed) for seed in (1, 2)], batch=1)
    at_step(job, 3, job.skip)
    go.set()
    assert [run.recipe.seed for run in job.wait(120)] == [2]
    assert job.state == "done"


def test_a_skip_while_the_prompt_is_read_drops_that_picture_alone(studio):
    job, go = submit_held(studio, [recipe(studio, seed=seed) for seed in (1, 2, 3)], batch=1)
    skipped = []
    job.listen(
        lambda news: (
            skipped.append(job.skip())
            if not skipped and news.progress.state == "running" and not news.progress.steps
            else None
        )
    )
    go.set()
    assert [run.recipe.seed for run in job.wait(120)] == [2, 3]


def test_finish_keeps_the_picture_under_way_and_no_more(studio):
    job, go = submit_held(studio, [recipe(studio, seed=seed) for seed in (1, 2)], batch=1)
    at_step(job, 3, job.finish)
    go.set()
    assert [run.recipe.seed for run in job.wait(120)] == [1]


def test_the_newest_ousts_its_owners_older_jobs_only(studio):
    steady, go = submit_held(studio, [recipe(studio, steps=2)])
    other = studio.submit([recipe(studio, steps=1, seed=9)], newest_of="another panel")
    older, old, new = (
        studio.submit([recipe(studio, steps=1, seed=seed)], newest_of="a panel") for seed in (1, 2, 3)
    )
    states = [job.state for job in (steady, other, older, old, new)]
    assert states == ["queued", "queued", "cancelled", "cancelled", "queued"]
    go.set()
    assert steady.wait(120)
    assert other.wait(120)[0].recipe.seed == 9
    assert new.wait(120)[0].recipe.seed == 3


def test_another_owners_newest_leaves_the_job_under_way_alone(studio):
    others = []
    job, go = submit_held(studio, [recipe(studio, steps=3)], newest_of="a panel")
    at_step(
        job, 2, lambda: others.append(studio.submit([recipe(studio, steps=1)], newest_of="another panel"))
    )
    go.set()
    assert job.wait(120)
    assert others[0].wait(120)


def test_the_newest_stops_its_owners_job_under_way(studio):
    newer = []
    job, go = submit_held(studio, [recipe(studio)], newest_of="a panel")
    at_step(job, 2, lambda: newer.append(studio.submit([recipe(studio, steps=2)], newest_of="a panel")))
    go.set()
    with pytest.raises(Cancelled, match="step 2 of 6"):
        job.wait(120)
    assert newer[0].wait(120)


@pytest.mark.parametrize("error", [ValueError("bad luck"), RuntimeError("shape"), KeyError("key")])
def test_a_failure_is_the_jobs_and_the_studio_goes_on(studio, monkeypatch, error):
    def broken(model, recipes, watch):
        raise error

    with monkeypatch.context() as patch:
        patch.setitem(task.TASKS, "text_to_image", broken)
        job = studio.submit([recipe(studio)])
        with pytest.raises(type(error)):
            job.wait(120)
    assert job.state == "failed"
    assert studio.run(recipe(studio, steps=1)).picture.size == (studio.facts.width, studio.facts.height)


def test_a_full_device_is_tried_with_half_the_batch(studio, monkeypatch):
    real, sizes = task.TASKS["text_to_image"], []

    def narrow(model, recipes, watch):
        sizes.append(len(recipes))
        if len(recipes) > 1:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes")
        return real(model, recipes, watch)

    monkeypatch.setitem(task.TASKS, "text_to_image", narrow)
    runs = studio.run([recipe(studio, steps=1, seed=seed) for seed in range(3)])
    assert [run.recipe.seed for run in runs] == [0, 1, 2]
    assert sizes == [3, 1, 2, 1, 1]


def test_a_device_too_small_for_one_picture_says_what_to_try(studio, monkeypatch):
    def full(model, recipes, watch):
        raise MemoryError

    monkeypatch.setitem(task.TASKS, "text_to_image", full)
    with pytest.raises(OutOfMemory, match="Try width=64, height=64"):
        studio.run(recipe(studio, width=128, height=128))


@pytest.mark.parametrize("name", ["inpaint", "outpaint", "upscale"])
def test_what_a_device_too_small_says_to_try_can_be_tried(studio, monkeypatch, name):
    def full(model, recipes, watch):
        raise MemoryError

    monkeypatch.setitem(task.TASKS, name, full)
    plate = Plate.of(PICTURE)
    parts = {"start": Start(picture=plate), "hole": Hole(mask=plate), "margin": Margin(right=8), "factor": 4}
    with pytest.raises(OutOfMemory) as caught:
        studio.run(recipe(studio, task=name, **parts))
    advised = set(re.findall(r"(\w+)=", str(caught.value)))
    assert advised <= set(inspect.signature(getattr(studio, name)).parameters)
    assert re.search(r"\. (Try|Close) ", str(caught.value))


def test_a_question_is_answered_between_two_steps(studio):
    answers = []
    job, go = submit_held(studio, [recipe(studio)])

    def ask():
        asker = threading.Thread(
            target=lambda: answers.append(studio._worker.ask(lambda model: job.progress.step))
        )
        asker.start()
        while not studio._worker._questions:  # until it lies before the worker, which is waiting for us
            time.sleep(0.001)

    at_step(job, 2, ask)
    go.set()
    job.wait(120)
    assert answers == [2]


def ask_at(studio, job, step, question):
    """Let another thread ask when the job has done `step` steps; the list gets its answer or its error."""
    answers = []

    def answer():
        try:
            answers.append(question())
        except Exception as error:
            answers.append(error)

    def ask():
        asked = len(studio._worker._questions)
        threading.Thread(target=answer, daemon=True).start()
        while len(studio._worker._questions) == asked:
            time.sleep(0.001)  # until it lies before the worker, which is waiting for us

    at_step(job, step, ask)
    return answers


@pytest.mark.parametrize("scheduler", ["euler_a", "ddim"])
def test_noise_asked_for_between_two_steps_leaves_the_run_as_it_would_be(studio, scheduler):
    start = Start(picture=Plate.of(Image.radial_gradient("L").convert("RGB")), strength=0.9)
    wanted = recipe(studio, steps=8, scheduler=scheduler, task="image_to_image", start=start, seed=5)
    alone = studio.run(wanted)
    job, go = submit_held(studio, [wanted])
    answers = ask_at(studio, job, 3, lambda: studio.noised(PICTURE, 0.5, 1, 4))
    go.set()
    run = job.wait(120)[0]
    assert run.picture.tobytes() == alone.picture.tobytes()
    assert len(run.film) == len(alone.film) == job.progress.step
    assert isinstance(answers[0], tuple)


def test_noise_asked_for_in_a_job_that_is_stopped_is_answered(studio):
    job, go = submit_held(studio, [recipe(studio)])
    answers = ask_at(studio, job, 2, lambda: studio.noised(PICTURE, 0.5, 1, 4))
    at_step(job, 2, job.stop)
    go.set()
    with pytest.raises(Cancelled):
        job.wait(120)
    studio._worker.ask(lambda model: None)
    assert isinstance(answers[0], tuple)


def test_a_listener_that_submits_and_a_newer_job_do_not_wait_for_each_other(studio):
    newer, submitting = [], threading.Event()
    job, go = submit_held(studio, [recipe(studio)], newest_of="a panel")

    def submit_too():
        submitting.set()
        while not outer.done.is_set() and studio._worker._current.job.is_stopping is False:
            time.sleep(0.001)  # until the other thread is about to stop this very job
        newer.append(studio.submit([recipe(studio, steps=1)], newest_of="a panel"))

    outer = _Submitter(studio, [recipe(studio, steps=1)], submitting)
    at_step(job, 2, submit_too)
    outer.start()
    go.set()
    with pytest.raises(Cancelled):
        job.wait(120)
    outer.join(120)
    assert newer[0].wait(120)


def test_a_listener_that_asks_is_refused_rather_than_hung(studio):
    refused = []

    def ask():
        try:
            studio.noised(PICTURE, 0.5, 1)
        except Busy as error:
            refused.append(str(error))

    job, go = submit_held(studio, [recipe(studio)])
    at_step(job, 2, ask)
    go.set()
    job.wait(120)
    assert "own thread" in refused[0]


def test_pictures_that_nobody_holds_are_let_go_once_they_are_made(studio):
    job = studio.submit([recipe(studio, steps=1)])
    job.wait(120)
    held = weakref.ref(job)
    del job
    studio._worker.ask(lambda model: None)  # the thread has gone on by then
    gc.collect()
    assert held() is None


def test_a_failing_question_harms_only_who_asked(studio):
    with pytest.raises(ZeroDivisionError):
        studio._worker.ask(lambda model: 1 // 0)
    assert studio._worker.ask(lambda model: model.name) == "tiny"


def test_a_full_queue_says_so(studio):
    first, go = submit_held(studio, [recipe(studio, steps=1)])
    waiting = [studio.submit([recipe(studio, steps=1)]) for _ in range(MOST - 1)]
    with pytest.raises(Busy, match=f"{MOST} jobs waiting"):
        studio.submit([recipe(studio, steps=1)])
    for job in waiting:
        job.stop()
    go.set()
    assert first.wait(120)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"scheduler": "eular"}, UnknownName),
        ({"prompt": "  "}, BadValue),
    ],
)
def test_a_recipe_the_studio_cannot_do_is_refused_before_it_is_queued(studio, change, error):
    with pytest.raises(error):
        studio.submit([recipe(studio, **change)])


def test_a_task_the_model_cannot_do_is_refused_by_name(lonely_studio):
    plate = Plate.of(PICTURE)
    with pytest.raises(NotOffered, match="upscale"):
        lonely_studio.submit([recipe(lonely_studio, task="upscale", factor=4, start=Start(picture=plate))])


@pytest.mark.parametrize(
    ("prompt", "options"),
    [("", {}), ("  ", {}), ([], {}), (["a cat", ""], {}), (None, {}), (7, {}), ("a cat", {"count": 0}),
     ("a cat", {"count": 10**6}), ("a cat", {"seed": -1}), ("a cat", {"seed": 2**63}),
     ("a cat", {"width": 100}),
     ("a cat", {"num_inference_steps": 0}), ("a cat", {"guidance_scale": float("nan")}),
     ("x" * 10_000, {}), ("(cat:99)", {})],
)  # fmt: skip
def test_bad_input_is_refused_as_a_bad_value(studio, prompt, options):
    with pytest.raises(BadValue):
        studio.text_to_image(prompt, **options)


def test_no_recipes_and_a_bad_batch_are_refused(studio):
    with pytest.raises(BadValue, match="at least one recipe"):
        studio.submit([])
    with pytest.raises(BadValue, match="batch"):
        studio.submit([recipe(studio)], batch=0)


def test_an_empty_prompt_points_to_unconditional(studio):
    with pytest.raises(BadValue, match=r"studio\.unconditional\(\)"):
        studio.text_to_image("")


def test_what_keeps_a_model_from_loading_is_raised_by_load():
    def missing():
        raise UnknownName("model", "tinny", ["tiny"])

    with pytest.raises(UnknownName, match="tiny"):
        Studio(missing)


def test_a_closed_studio_cancels_its_jobs_and_takes_no_more(studio):
    # a second studio over the first one's model: nothing is loaded, and nothing is computed at the same time
    second = Studio(lambda: studio._worker.ask(lambda model: model))
    job, go = submit_held(second, [recipe(studio)])
    closing = threading.Thread(target=second.close)
    closing.start()
    go.set()
    closing.join(120)
    with pytest.raises(Cancelled):
        job.wait(120)
    second.close()
    with pytest.raises(Busy, match="is closed"):
        second.text_to_image("a cat")
    with pytest.raises(Busy, match="is closed"):
        second._worker.submit(Order(job))


def test_the_interpreter_ends_while_the_studio_works():
    code = (
        "import sdlab\n"
        "studio = sdlab.load('tiny', device='cpu')\n"
        "job = studio.submit([studio.recipe('text_to_image', prompt='a cat', num_inference_steps=1000)])\n"
        "while job.progress.step < 1: pass\n"
        "print(job.state)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout) == (0, "running\n"), done.stderr
