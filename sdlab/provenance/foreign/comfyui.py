"""ComfyUI: the graph of nodes that was run, as JSON. The settings are gathered from its sampler backwards."""

from typing import Any

from sdlab.provenance.foreign import Found, Pair
from sdlab.provenance.foreign.document import document

_FAR = 40  # links followed at most: a stranger's graph may be a circle
_VALUES = ("value", "seed", "noise_seed", "int", "float", "number", "string", "text")
_TEXTS = ("text", "text_g", "text_l", "string", "value", "prompt")
_ON = (
    "conditioning", "conditioning_1", "conditioning_to", "positive", "clip_text", "text", "prompt", "samples",
    "model", "pixels", "latent_image", "image",
)  # fmt: skip

Graph = dict[str, dict[str, Any]]


def read(texts: dict[str, str]) -> Found | None:
    """What the graph in the `prompt` text says."""
    data = document(texts.get("prompt"))
    if data is None:
        return None
    graph = {
        str(number): node["inputs"] | {"class_type": str(node.get("class_type"))}
        for number, node in data.items()
        if isinstance(node, dict) and isinstance(node.get("inputs"), dict)
    }
    sampler = _sampler(graph)
    return Found("ComfyUI", [] if sampler is None else _pairs(graph, sampler))


def _sampler(graph: Graph) -> dict[str, Any] | None:
    nodes = [node for node in graph.values() if "steps" in node and ("seed" in node or "noise_seed" in node)]
    # a second sampler refines what the first has made; the first starts from noise
    return max(nodes, key=_denoise, default=None)


def _denoise(node: dict[str, Any]) -> float:
    value = node.get("denoise", 1)
    return float(value) if isinstance(value, int | float) else 1.0


def _pairs(graph: Graph, sampler: dict[str, Any]) -> list[Pair]:
    seed = "seed" if "seed" in sampler else "noise_seed"
    latent = _reach(graph, sampler.get("latent_image"), ("width",))
    model = _reach(graph, sampler.get("model"), ("ckpt_name", "unet_name"))
    name = _value(graph, sampler.get("sampler_name"))
    spacing = _value(graph, sampler.get("scheduler"))
    pairs: list[Pair] = [
        ("positive", _text(graph, sampler.get("positive")), "prompt"),
        ("negative", _text(graph, sampler.get("negative")), "negative_prompt"),
        (seed, _value(graph, sampler[seed]), "seed"),
        ("steps", _value(graph, sampler["steps"]), "num_inference_steps"),
        ("cfg", _value(graph, sampler.get("cfg")), "guidance_scale"),
        ("sampler_name", f"{name} karras" if spacing == "karras" else name, "scheduler"),
        ("scheduler", spacing, "read with the sampler's name"),
        ("width", _value(graph, latent.get("width")), "width"),
        ("height", _value(graph, latent.get("height")), "height"),
        ("denoise", _value(graph, sampler.get("denoise")), "belongs to the picture it started from"),
        ("checkpoint", model.get("ckpt_name") or model.get("unet_name"), ""),
    ]
    return [pair for pair in pairs if pair[1] not in (None, "")]


def _value(graph: Graph, given: object) -> Any:  # noqa: ANN401 - whatever the graph holds
    """A plain value, or the one at the end of a link."""
    for _ in range(_FAR):
        if not _is_link(given):
            return None if isinstance(given, dict | list) else given
        node = graph.get(str(given[0]), {})  # type: ignore[index]
        given = next((node[key] for key in _VALUES if key in node), None)
    return None


def _text(graph: Graph, link: object) -> str:
    node = _reach(graph, link, _TEXTS)
    texts = [_value(graph, node[key]) for key in _TEXTS if key in node]
    return next((text for text in texts if isinstance(text, str) and text), "")


def _reach(graph: Graph, link: object, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The nearest node up the link that has one of the wanted inputs; {} where there is none."""
    for _ in range(_FAR):
        if not _is_link(link):
            return {}
        node = graph.get(str(link[0]), {})  # type: ignore[index]
        if any(key in node for key in wanted):
            return node
        link = next((node[key] for key in _ON if _is_link(node.get(key))), None)
    return {}


def _is_link(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str | int)
