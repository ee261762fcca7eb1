"""What a front end is promised, on the kernels people have: Colab's and the newest."""

import io
import time

from PIL import Image


def test_a_front_end_that_confirms_is_served_from_threads(panel):
    kernel, parts = panel
    kernel.send(parts["bar"], "hello")
    kernel.custom(parts["bar"], "here")
    kernel.custom(parts["bar"], "answer")
    kernel.send(parts["bar"], "confirm")
    kernel.state(parts["bar"], transport="threads")

    kernel.send(parts["prompt"], "write", values={"prompt": "a red apple"}, n=1)
    kernel.send(parts["bar"], "generate", n=1)
    picture = kernel.until(_is_kept_picture, "the kept picture")
    assert picture["content"]["metadata"]["image/png"]["alt"] == "a red apple"
    assert kernel.ask("[run.recipe.prompt for run in panel.runs]") == "['a red apple']"

    kernel.run("engine.gate.clear()")
    click = kernel.send(parts["bar"], "generate", n=2)
    kernel.until(lambda heard: _is_idle(heard, click), "the callback to return while the job runs")
    assert kernel.ask("panel.bar.status['state']") in ("'queued'", "'running'")
    since = len(kernel.heard)
    kernel.send(parts["bar"], "stop", how="now", n=3)
    kernel.custom(parts["bar"], "ack", since)
    kernel.until(lambda heard: _status(heard).get("state") == "cancelled", "the stop")
    assert kernel.ask("len(panel.runs)") == "1"
    kernel.run("engine.gate.set()")


def test_widgets_are_heard_on_a_shell_of_their_own_too(panel):
    kernel, parts = panel
    with kernel.on_a_subshell():
        assert bool(kernel.subshell) == (kernel.ask("__import__('ipykernel').version_info[0] >= 7") == "True")
        kernel.send(parts["bar"], "hello")
        kernel.custom(parts["bar"], "answer")
        kernel.send(parts["bar"], "confirm")
        kernel.state(parts["bar"], transport="threads")
        kernel.send(parts["prompt"], "write", values={"prompt": "a boat"}, n=1)
        kernel.send(parts["bar"], "generate", n=1)
        kernel.until(_is_kept_picture, "the kept picture")
    assert kernel.ask("[run.recipe.prompt for run in panel.runs]") == "['a boat']"


def test_a_front_end_that_paints_only_callbacks_learns_it_and_sees_a_run_to_its_end(panel):
    kernel, parts = panel
    with kernel.painting_only_callbacks():
        for part in parts.values():
            kernel.send(part, "hello")
        kernel.custom(parts["bar"], "here")
        waiting = "[part.transport for part in (panel.prompt, panel.bar, panel.film, panel.settings)]"
        while kernel.ask(waiting) != str(["foreground"] * 4):
            time.sleep(0.1)
        kernel.run("engine.pace = 0.05; panel.settings.num_inference_steps = 11")

        kernel.send(parts["prompt"], "write", values={"prompt": "a cat"}, n=1)
        kernel.state(parts["bar"], transport="foreground")
        click = kernel.send(parts["bar"], "generate", n=1)
        end = kernel.until(lambda heard: _is_idle(heard, click), "the end of the callback")
        done = kernel.until(lambda heard: _status(heard).get("state") == "done", "the job's end")
    assert kernel.heard.index(done) < kernel.heard.index(end), "the job ended inside the callback"
    assert done["parent_header"]["msg_id"] == click
    assert kernel.ask("panel.runs[0].recipe.prompt") == "'a cat'"
    steps = {kind: [_custom(heard)["step"] for heard in kernel.heard if _custom(heard).get("kind") == kind]
             for kind in ("progress", "live")}  # fmt: skip
    assert steps["progress"][-1] == 11
    assert min(map(len, steps.values())) > 2, f"steps are seen as they are made, not {steps}"


def test_a_live_panel_follows_a_burst_to_its_last_word(panel):
    kernel, parts = panel
    kernel.send(parts["bar"], "hello")
    kernel.custom(parts["bar"], "answer")
    kernel.send(parts["bar"], "confirm")
    kernel.state(parts["bar"], transport="threads")
    kernel.run("panel.settings.num_inference_steps = 4; engine.gate.clear()")
    kernel.send(parts["bar"], "live", on=True)
    kernel.state(parts["bar"], live=True)

    text = "a red apple on a tree by a house"
    for length in range(1, len(text) + 1):
        kernel.send(parts["prompt"], "write", values={"prompt": text[:length]}, n=length)
    assert kernel.ask("panel.recipe.prompt") == repr(text)
    kernel.run("engine.gate.set()")
    kernel.until(lambda heard: text in (_state(heard).get("shown") or {}).get("caption", ""), "the picture")
    assert kernel.ask("len(engine.jobs)") == "2"


def test_a_lie_of_the_front_end_is_answered_in_words_and_changes_nothing(panel):
    kernel, parts = panel
    kernel.send(parts["settings"], "write", values={"width": 10**6, "offer": {}}, n=1)
    trouble = kernel.until(lambda heard: "trouble" in _state(heard) and _state(heard)["trouble"], "the words")
    assert "multiple of 8" in _state(trouble)["trouble"]
    assert kernel.ask("panel.recipe.width") == "128"


def test_a_painted_box_arrives_in_two_parts_and_is_the_mask(kernel):
    kernel.heard.clear()
    kernel.run("from sdlab.widgets import MaskPainter\npainter = MaskPainter(width=16, height=12)\npainter")
    part = kernel.ask("painter.model_id").strip("'")
    file = io.BytesIO()
    Image.new("L", (3, 2), 200).save(file, "PNG")
    halves = file.getvalue()[:40], file.getvalue()[40:]
    box = {"width": 16, "height": 12, "box": [4, 5, 7, 7]}
    for number, half in enumerate(halves):
        kernel.send(part, "sheet", [half], **{"from": "a", "number": 1, "part": number, "parts": 2, **box})
    assert kernel.custom(part, "taken")["content"]["data"]["content"]["number"] == 1
    inside = "painter.mask_array[5:7, 4:7].tolist()"
    assert kernel.ask(f"[{inside}, int(painter.mask_array.sum())]") == f"[{[[200] * 3] * 2}, {200 * 6}]"


def _state(heard):
    return heard["content"].get("data", {}).get("state") or {}


def _custom(heard):
    return heard["content"].get("data", {}).get("content") or {}


def _status(heard):
    return _state(heard).get("status") or {}


def _is_idle(heard, number):
    is_idle = heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle"
    return is_idle and heard["parent_header"].get("msg_id") == number


def _is_kept_picture(heard):
    return heard["msg_type"] == "update_display_data" and "image/png" in heard["content"]["data"]
