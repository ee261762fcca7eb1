"""A property of a panel that can be observed as any trait can."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

if TYPE_CHECKING:
    AnyTrait = traitlets.TraitType[Any, Any]
else:  # traitlets 5.7, Colab's, has no type parameters at run time
    AnyTrait = traitlets.TraitType


class Told(AnyTrait):
    """A trait whose value is held elsewhere; it is observed as far as `tell` is called.

    Args:
        read: gives the value, from the object that has the trait.
        write: takes a new one.
    """

    def __init__(self, read: Callable[[Any], Any], write: Callable[[Any, Any], None]) -> None:
        super().__init__(None, allow_none=True)
        self._read, self._write = read, write

    def get(self, obj: Any, cls: Any = None) -> Any:  # noqa: ANN401, ARG002 - as traitlets has it
        """The value."""
        return self._read(obj)

    def set(self, obj: Any, value: Any) -> None:  # noqa: ANN401 - as traitlets has it
        """Hand on a new value."""
        self._write(obj, value)

    def tell(self, obj: Any) -> None:  # noqa: ANN401 - as traitlets has it
        """Notify observers if the value is another object than when they last heard."""
        before, now = obj._trait_values.get(self.name), self._read(obj)  # noqa: SLF001
        if now is not before:
            obj._trait_values[self.name] = now  # noqa: SLF001
            obj._notify_trait(self.name, before, now)  # noqa: SLF001
