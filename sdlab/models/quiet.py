"""diffusers and transformers held quiet while a model loads: sdlab says what matters in its own words."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sdlab.models.importing import importing


@contextmanager
def quiet() -> Iterator[None]:
    """A block in which the two libraries log disasters only and draw no progress bars; restored after it."""
    with importing():
        from diffusers.utils import logging as diffusers_log
        from transformers.utils import logging as transformers_log

    logs = (diffusers_log, transformers_log)
    levels = [log.get_verbosity() for log in logs]
    bars = [log.is_progress_bar_enabled() for log in logs]
    for log in logs:
        log.set_verbosity(log.CRITICAL)
        log.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            warnings.filterwarnings("ignore", category=UserWarning, module="peft")
            yield
    finally:
        for log, level, bar in zip(logs, levels, bars, strict=True):
            log.set_verbosity(level)
            if bar:
                log.enable_progress_bar()


def hush_upcast() -> None:
    """Silence, for this process, what diffusers says each time a decoder that overflows goes to float32."""
    warnings.filterwarnings("ignore", message=".*upcast_vae", category=FutureWarning)
    logging.getLogger("diffusers.models.modeling_utils").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return not ("Autoencoder" in record.getMessage() and "kept in float32" in record.getMessage())
