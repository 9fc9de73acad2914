"""What the API reads: a module of its own, for Django REST framework loads it before its views."""

import json

from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """JSON that can be answered: every message may repeat what was sent, so that it must be text to the last letter."""

    def parse(self, stream, media_type=None, parser_context=None):
        """Return the data; raises ParseError for half a surrogate pair, a number without end, nesting beyond reason."""
        try:
            data = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
        except UnicodeEncodeError as error:
            raise ParseError(_("The data hold a character that cannot be read: half of a surrogate pair.")) from error
        except ValueError as error:  # 1e400 is read as infinity
            raise ParseError(_("The data hold a number that is too large.")) from error
        except RecursionError as error:
            raise ParseError(_("The data are nested too deeply.")) from error
        return data
