"""Services for plugins: opening pictures, errors for the user, the weights of VGG-16."""

from ganstudio.core.errors import GanStudioError as GanStudioError
from ganstudio.core.vgg16 import find_vgg16 as find_vgg16
from ganstudio.images.open import open_picture as open_picture
from ganstudio.images.picture import Picture as Picture
