"""What watches a training: running means, metrics, the doctor's diagnoses."""
