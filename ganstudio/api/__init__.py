"""What authors of plugins use: the contracts of styles and architectures, options, losses, schedules.

The names stand in `__init__.pyi`, and are imported when they are first used, so that a plugin can be listed without torch.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
