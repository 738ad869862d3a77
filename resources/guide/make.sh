#!/bin/sh
# The lessons of the guided first training, from real trainings on the sample emoji; some minutes on two cores.
set -e
work=$(mktemp -d)
python -c "import sys, zipfile; zipfile.ZipFile('resources/samples/emoji.zip').extractall(sys.argv[1])" "$work/emoji"
# Broken on purpose: a critic ten times slower than the generator, much momentum, nothing that keeps it from learning by heart.
ganstudio train "$work/emoji" --arch gan --run "$work/collapse" --size 32 --images 9000 --mirror --device cpu \
    -o width 128 -o dropout 0 -o momentum 0.9 -o generator_rate 1e-3 -o discriminator_rate 1e-4
ganstudio train "$work/emoji" --arch progressive --run "$work/growing" --size 32 --images 60000 --mirror --device cpu \
    -o width 64 -o objective non-saturating
for lesson in collapse growing; do
    rm -rf "resources/guide/$lesson"
    python -m benchmarks.lessons "$work/$lesson" "resources/guide/$lesson"
done
rm -r "$work"
