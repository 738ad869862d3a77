"""The 26 trained looks in the network's order: what each is called, and what is seen."""

LOOKS = {
    "apricot haze": "Apricot light against slate blue, in loose brush strokes.",
    "yellow ink": "Thick black lines on white and yellow, like a bold linocut.",
    "ink and sand": "Black ink over sand and pale blue.",
    "wild paint": "Glowing red, blue and white worms on black; little of the motif stays.",
    "crimson canvas": "Crimson, cream and sky blue with dark contours.",
    "autumn dabs": "Short dabs of rust, violet and ochre.",
    "night cells": "Indigo with small dark cells, as under a microscope.",
    "primary colours": "Red, yellow and blue that run into black.",
    "marker sketch": "Felt-tip lines in cyan, pink and yellow on white paper.",
    "teal pebbles": "Small teal and red pebbles on cream.",
    "copper plate": "Warm copper and near-black with fine scratches.",
    "woodcut": "Fine brown hatching on honey and pale grey.",
    "morning mist": "Yellow and lavender, brushed wet in wet.",
    "fauve": "Loud green, petrol and red in dark, rhythmic strokes.",
    "ice pastel": "Pale ice blue with a breath of rose.",
    "leaded glass": "Pale panes between dark leads.",
    "wax crayon": "Blue, violet and olive wax in slanting strokes.",
    "lattice": "A weave of orange bands on blue and red; little of the motif stays.",
    "sepia contours": "Flowing sepia contours on parchment.",
    "starry night": "Swirls of blue and yellow, as Van Gogh painted them.",
    "red dusk": "Deep red, black and a little midnight blue.",
    "pop flats": "Flat pink, blue and cream between broad black shapes.",
    "lilac shadows": "Grey blocks with lilac and red under black edges.",
    "late evening": "Dim and soft; details sink into the dark.",
    "great wave": "Prussian blue on cream paper, as Hokusai printed it.",
    "impasto dabs": "Thick dabs of blue, rust and cream with dark edges.",
}

LOSING = ("lattice", "wild paint", "pop flats", "yellow ink", "leaded glass", "teal pebbles", "night cells")
"""Those that lose the motif: they stand last, and begin at a strength that leaves some of the picture."""

STRENGTH = 0.7
