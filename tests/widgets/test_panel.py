import base64
import io
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from fake import FACTS, FakeEngine, colour_of
from front_end import FrontEnd
from ipywidgets.widgets.widget import _remove_buffers
from PIL import Image

from sdlab.errors import BadValue, NotOffered
from sdlab.recipe import Branch, Recipe
from sdlab.run import Run
from sdlab.widgets import panel
from sdlab.widgets.keepsake import LIMIT, Memento


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def switching():
    """Threads that take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_the_recipe_follows_the_controls_and_can_be_observed(engine):
    words = panel(engine)
    seen = []
    words.observe(lambda change: seen.append(change["new"].prompt), "recipe")
    FrontEnd(words.prompt).write(prompt="a red apple")
    FrontEnd(words.settings).write(num_inference_steps=12, guidance_scale=3)
    FrontEnd(words.seed).write(seed="7")
    recipe = words.recipe
    assert (recipe.prompt, recipe.num_inference_steps, recipe.guidance_scale, recipe.seed) == (
        "a red apple",
        12,
        3,
        7,
    )
    assert seen[0] == "a red apple"


def test_setting_the_recipe_moves_the_controls_and_loses_nothing(engine):
    words = panel(engine)
    recipe = Recipe(
        prompt="a cat", seed=5, num_inference_steps=3, scheduler="euler", note="kept", model="fake"
    )
    words.recipe = recipe
    assert (words.prompt.prompt, words.seed.seed, words.settings.scheduler) == ("a cat", 5, "euler")
    words.settings.num_inference_steps = 4
    assert words.recipe == recipe.but(num_inference_steps=4)


def test_a_recipe_of_another_task_is_refused_and_changes_nothing(engine):
    words = panel(engine)
    before = words.recipe
    with pytest.raises(BadValue, match="text_to_image"):
        words.recipe = Recipe(task="unconditional")
    assert words.recipe is before


def test_what_threads_set_at_once_is_all_in_the_recipe(engine, switching):
    words = panel(engine)
    heard = []
    words.observe(lambda change: heard.append(change["new"]), "recipe")
    for turn in range(1, 151):
        moves = (words.prompt, "prompt", str(turn)), (words.seed, "seed", turn)
        threads = [threading.Thread(target=setattr, args=move) for move in moves]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (words.recipe.prompt, words.recipe.seed) == (str(turn), turn)
        assert heard[-1] == words.recipe


def test_a_control_moved_by_who_hears_of_the_recipe_is_in_it_too(engine):
    words = panel(engine)
    words.observe(lambda change: setattr(words.seed, "seed", len(change["new"].prompt)), "recipe")
    FrontEnd(words.prompt).write(prompt="a cat")
    assert words.recipe.seed == words.seed.seed == 5


def test_an_observer_that_fails_costs_no_later_change(engine):
    words = panel(engine)

    def fail(_):
        words.unobserve(fail, "recipe")
        raise RuntimeError

    words.observe(fail, "recipe")
    with pytest.raises(RuntimeError):
        words.seed.seed = 1
    words.seed.seed = 2
    assert words.recipe.seed == 2


def test_run_makes_exactly_what_the_recipe_says(engine):
    words = panel(engine)
    words.prompt.prompt = "a red apple"
    run = words.run()
    assert run.recipe == words.recipe
    assert run.picture.getpixel((0, 0)) == colour_of(words.recipe)
    assert words.runs == (run,)
    assert words.result is run


def test_a_click_right_after_typing_runs_the_new_words(engine, eventually):
    words = panel(engine)
    FrontEnd(words.prompt).write(prompt="a blue house")
    FrontEnd(words.bar).post("generate")
    eventually(lambda: words.runs, "the run")
    assert words.runs[0].recipe.prompt == "a blue house"
    assert words.prompt.history == ["a blue house"]


def test_several_pictures_have_seeds_that_follow_each_other(engine):
    words = panel(engine)
    words.recipe = words.recipe.but(prompt="a", seed=10)
    words.bar.count = 3
    words.run()
    assert [run.recipe.seed for run in words.runs] == [10, 11, 12]


def test_a_seed_that_is_not_kept_is_drawn_and_shown(engine):
    words = panel(engine)
    words.prompt.prompt = "a"
    words.seed.keep = False
    seeds = [words.run().recipe.seed for _ in range(4)]
    assert len(set(seeds)) > 1
    assert words.seed.seed == seeds[-1]


def test_an_empty_prompt_is_refused_in_words(engine):
    words = panel(engine)
    with pytest.raises(BadValue, match="unconditional"):
        words.run()
    FrontEnd(words.bar).post("generate")
    assert "a few words" in words.bar.trouble
    assert panel(engine, "unconditional").run().recipe.task == "unconditional"


def test_a_task_the_model_lacks_is_not_offered():
    engine = FakeEngine(facts=replace(FACTS, tasks=("text_to_image",)))
    with pytest.raises(NotOffered, match="upscale"):
        panel(engine, "upscale")


def test_the_chosen_picture_comes_back_to_the_stage(engine, eventually):
    words = panel(engine)
    words.recipe = words.recipe.but(prompt="a", seed=1)
    first = words.run()
    words.seed.seed = 2
    words.run()
    FrontEnd(words.results).write(chosen=0)
    eventually(lambda: words.film.run is first, "the first picture")


def test_reusing_a_recipe_moves_the_controls(engine):
    words = panel(engine)
    words.recipe = words.recipe.but(prompt="a", seed=1)
    first = words.run()
    words.recipe = words.recipe.but(prompt="b", seed=2)
    FrontEnd(words.results).post("reuse")
    assert words.recipe == first.recipe


def test_two_panels_on_one_engine_keep_their_runs_apart(engine):
    one, two = panel(engine), panel(engine)
    one.prompt.prompt, two.prompt.prompt = "one", "two"
    one.run()
    two.run()
    assert [run.recipe.prompt for run in one.runs + two.runs] == ["one", "two"]


def test_a_result_is_kept_as_a_plain_picture_with_its_words(engine):
    words = panel(engine)
    words.prompt.prompt = "a red apple"
    data, metadata = Memento.of(words.run()).picture_bundle
    assert metadata["image/png"]["alt"] == "a red apple"
    assert "seed 0" in data["text/plain"]
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.size == (128, 128)


def test_a_large_result_is_kept_small_enough():
    noise = np.random.default_rng(0).integers(0, 255, (1024, 1024, 3), np.uint8)
    run = Run(picture=Image.fromarray(noise), recipe=Recipe(prompt="noise"))
    data, metadata = Memento.of(run).picture_bundle
    assert len(base64.b64decode(data["image/png"])) <= LIMIT
    assert metadata["image/png"]["width"] == 1024, "shown as large as it is"


def saved_bytes(parts):
    """What a notebook that saves the state of widgets holds of some, but for their code."""
    states = [part.get_state([name for name in part.keys if name[0] != "_"]) for part in parts]
    files = [file for state in states for file in _remove_buffers(state)[2]]
    return sum(len(base64.b64encode(file)) for file in files)


def busy(seed):
    """A picture of 1024 × 1024 with as much in it as a photo."""
    generator = np.random.default_rng(seed)
    coarse = Image.fromarray(generator.integers(0, 256, (128, 128, 3), np.uint8)).resize((1024, 1024))
    grain = generator.integers(-4, 5, (1024, 1024, 3))
    return Image.fromarray((np.asarray(coarse) + grain).clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize(("task", "part"), [("inpaint", "painter"), ("outpaint", "frame")])
def test_a_notebook_with_the_state_of_widgets_holds_little_of_what_is_painted_over(
    engine, task, part, eventually
):
    desk = panel(engine, task, busy(0))
    eventually(lambda: getattr(desk.intake, part).backdrop, "the picture")
    assert saved_bytes(desk.intake.parts) < 300_000


def test_a_result_adds_little_to_a_notebook_with_the_state_of_widgets(engine):
    words = panel(engine)
    for seed in (1, 2):
        run = Run(picture=busy(seed), recipe=Recipe(seed=seed))
        before = saved_bytes((words.film, words.results))
        words.results.add(run)
        words.film.show(run)
        kept = len(Memento.of(run).picture_bundle[0]["image/png"])
        assert saved_bytes((words.film, words.results)) - before + kept < 300_000


def test_nothing_heavy_is_imported_for_a_panel():
    heavy = "[name for name in ('torch', 'diffusers', 'transformers') if name in sys.modules]"
    code = f"import sys, sdlab.widgets; print({heavy})"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_branch_leaves_the_run_on_show_and_can_be_dismissed(engine, eventually):
    words = panel(engine)
    words.recipe = words.recipe.but(prompt="a house", seed=4)
    parent = words.run()
    eventually(lambda: words.film.run is parent, "the run on show")
    FrontEnd(words.film).post("branch", step=8)
    FrontEnd(words.prompt).write(prompt="a castle")
    assert "step 8" in words.bar.note
    recipe = words.run().recipe
    assert (recipe.prompt, recipe.seed) == ("a castle", 4)
    assert recipe.branch == Branch(step=8, prompt="a house", guidance_scale=parent.recipe.guidance_scale)
    FrontEnd(words.bar).post("dismiss")
    assert words.recipe.branch is None
    assert words.bar.note == ""
