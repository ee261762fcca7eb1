import pytest
from fake import FakeEngine
from front_end import FrontEnd

from sdlab.recipe import Recipe
from sdlab.widgets import ResultView


@pytest.fixture(scope="module")
def runs():
    recipes = [Recipe(prompt="a", seed=seed, num_inference_steps=2) for seed in range(3)]
    return FakeEngine().submit(recipes).wait()


def test_the_newest_run_is_chosen_and_another_can_be(runs):
    view = ResultView(runs)
    assert view.run is runs[2]
    FrontEnd(view).write(chosen=0)
    assert view.run is runs[0]


def test_a_choice_that_does_not_exist_chooses_nothing(runs):
    view = ResultView(runs)
    view.chosen = 7
    assert view.run is None


def test_a_download_is_the_runs_own_png_with_its_recipe(runs, eventually):
    view = ResultView(runs)
    front = FrontEnd(view)
    front.post("download")
    eventually(lambda: front.heard, "the file")
    content, [data] = front.heard[0]
    assert content["name"] == "sdlab-text_to_image-2.png"
    assert data == runs[2].png


def test_sending_and_reusing_call_whoever_offered(runs):
    view, sent, reused = ResultView(runs), [], []
    view.on_send("inpaint", sent.append)
    view.on_reuse(reused.append)
    front = FrontEnd(view)
    front.post("send_to", target="inpaint")
    front.post("send_to", target="nowhere")
    front.post("reuse")
    assert sent == reused == [runs[2]]
    assert view.targets == ["inpaint"]
