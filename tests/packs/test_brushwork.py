"""Brushwork: strokes are strengthened or weakened, large differences less."""

from itertools import pairwise

import torch

from ganstudio.api.options import fields
from ganstudio.packs.brushwork import strengthen_strokes
from ganstudio.packs.style import PackOptions, suggest_brushwork


def test_faint_strokes_are_strengthened_more_than_rims() -> None:
    shown = torch.full((1, 3, 1, 2), 0.5)
    painted = shown + torch.tensor([0.02, 0.4])
    faint, rim = ((strengthen_strokes(shown, painted, 2.5) - shown) / (painted - shown))[0, 0, 0].tolist()
    assert 2.0 < faint < 2.5
    assert 0.7 < rim < 1.0


def test_more_brushwork_is_never_less() -> None:
    shown, painted = torch.zeros(1, 3, 1, 64), torch.linspace(0, 1, 64).expand(1, 3, 1, 64)
    made = [strengthen_strokes(shown, painted, gain) for gain in (0.0, 0.5, 1.0)]
    assert torch.equal(made[0], shown)
    assert torch.equal(made[2], painted)
    for lower, higher in pairwise(made):
        assert bool((lower <= higher).all())
    strong = strengthen_strokes(shown, painted, 4.0)[0, 0, 0]
    assert bool((strong[1:] > strong[:-1]).all()), "a stroke that is further off stays further off"


def test_a_pack_suggests_how_strong_its_strokes_are() -> None:
    suggested = suggest_brushwork(2.5)
    assert isinstance(suggested(), PackOptions)
    assert (suggested().brushwork, suggested(brushwork=1.0).brushwork) == (2.5, 1.0)
    usual = {each.name: each for each in fields(PackOptions)}
    told = fields(suggested)
    assert [each.name for each in told] == list(usual), "in the same order"
    assert [each.name for each in told if each != usual[each.name]] == ["brushwork"]
