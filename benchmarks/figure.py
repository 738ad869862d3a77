"""Figure: one measured number beside what it should be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number with its unit (“×”, “ms”, “%”), and its target as a bound: “≥ 1.4”, “≤ 16”."""

    name: str
    value: float
    target: str
    unit: str

    @property
    def reached(self) -> bool:
        """Whether the value keeps to its bound; a figure without one always does."""
        if not self.target:
            return True
        sign, bound = self.target.split()
        return self.value >= float(bound) if sign == "≥" else self.value <= float(bound)
