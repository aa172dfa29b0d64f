"""Errors of the models. One base; third-party errors are mapped to these at the border."""


class ModelError(Exception):
    """Base of every error raised on purpose by a model."""


class ModelNotFound(ModelError):
    """No model of that name, or its files are not here; says what to do about it."""


class ModelDamaged(ModelError):
    """Model files that do not have the expected digest or shape."""


class InputTooLong(ModelError):
    """A text longer than the model can read, in tokens."""


class OutOfMemory(ModelError):
    """The device could not hold even the smallest batch."""


class LicenceNotAccepted(ModelError):
    """A model whose licence restricts its use, and nobody has said that they accept that."""
