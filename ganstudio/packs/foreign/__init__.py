"""What others trained: weights of well-known networks become style packs; ONNX models are styles of their own."""
