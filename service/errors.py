"""Errors of the service. One base; each says what is wrong and where."""


class ServiceError(Exception):
    """Base of every error raised on purpose by the service."""


class UnreadableInput(ServiceError):
    """Bytes that are no text we can read: binary, unknown encoding, too large, missing."""


class ExtractionError(ServiceError):
    """A page without a Vietnamese article in it; says what was found instead."""


class WrongLanguage(ExtractionError):
    """The article is not Vietnamese; `language` is the ISO 639-1 code of what was detected."""

    def __init__(self, message: str, language: str) -> None:
        super().__init__(message)
        self.language = language


class TranslationMemoryError(ServiceError):
    """The translation memory cannot be opened, read or written."""


class Overloaded(ServiceError):
    """More work is waiting than may wait; try again later."""


class TooMuch(ServiceError):
    """More work at once than may ever wait; trying again is of no use."""


class CalledOff(ServiceError):
    """Whoever wanted this has left; nobody is there to be told."""


class OutputError(ServiceError):
    """A folder of results that cannot be written or read; names the place and the reason."""


class CorpusStopped(ServiceError):
    """A run over a corpus ended before its time; says why, and what to do about it."""


class SettingsError(ServiceError):
    """A setting that is unknown or malformed; names it."""


class ExchangeError(ServiceError):
    """A file from another tool that breaks its format; names line and reason."""


class GlossaryError(ServiceError):
    """A glossary that cannot be read; names the file, the line (0 for the whole) and the reason."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason
