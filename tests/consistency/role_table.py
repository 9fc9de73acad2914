"""Who gets what: one row per address, object and method, with the status for each actor.

A status is one number for everybody or six, in the order of ``ACTORS``. A method without a row answers 405.
The admin has one row per model: changelist and add for editors, then for administrators; nobody else gets in.
"""

ACTORS = ("anonymous", "member", "officer", "reviewer", "editor", "administrator")

#: For the secretariat; everybody else is sent to the login.
STAFF = (302, 302, 302, 302, 200, 200)
STAFF_NOT_FOUND = (302, 302, 302, 302, 404, 404)
STAFF_FORBIDDEN = (302, 302, 302, 302, 403, 403)

#: For people who are signed in.
INSIDE = (302, 200, 200, 200, 200, 200)
INSIDE_NOT_FOUND = (302, 404, 404, 404, 404, 404)
INSIDE_INCOMPLETE = (302, 422, 422, 422, 422, 422)
AGAIN = (302,) * 6  # asks for the password once more first
#: For people who are not: whoever is signed in goes on to the workspace.
OUTSIDE = (200, 302, 302, 302, 302, 302)
OUTSIDE_INCOMPLETE = (422, 302, 302, 302, 302, 302)
#: For the secretariat, among people who are signed in.
SECRETARIAT = (302, 403, 403, 403, 200, 200)

SECRETARIAT_INCOMPLETE = (302, 403, 403, 403, 422, 422)
SECRETARIAT_STALE = (302, 403, 403, 403, 412, 412)
#: Pages of one record at the desk of peer learning.
DESK_PAGES = (
    *("entry", "entry-group", "entry-files", "entry-review", "entry-step", "entry-history"),
    *("entry-note", "entry-mentions", "entry-participants", "desk-translation"),
)

#: An action of a town that its officers and the secretariat work on, through the API.
OWN_DRAFT = (401, 404, 200, 404, 200, 200)

#: For those who take part in reviews, and for those who see a submission.
REVIEWERS = (302, 403, 403, 200, 200, 200)
REVIEWED = (302, 404, 404, 200, 200, 200)

#: For those who write an action: for everybody else it does not exist.
WRITTEN = (302, 404, 200, 404, 200, 200)
WRITTEN_ON = (302, 404, 302, 404, 302, 302)
WRITTEN_INCOMPLETE = (302, 404, 422, 404, 422, 422)
#: What only the secretariat keeps, and what those who take part in an event may read.
HIDDEN = (404, 404, 404, 404, 200, 200)
KEPT_BY_API = (401, 404, 404, 404, 200, 200)
PARTICIPANTS = (404, 404, 200, 404, 200, 200)
#: Objects: name → values that an address may need. ``tests/consistency/test_roles.py`` adds actions and bodies.
NAMED = {
    "": {},
    "gcm": {"agenda": "gcm", "code": "gcm"},
    "gcm-1": {"agenda": "gcm", "code": "gcm-1"},
    "gcm-1 under sdg": {"agenda": "sdg", "code": "gcm-1"},
    "theme": {"code": "housing"},
    "forum": {"code": "imrf-2022"},
    "unknown": dict.fromkeys(("agenda", "code", "slug", "section", "token"), "nope") | {"object_id": "0", "number": 1},
    "mail link": {"key": "nope", "uidb36": "1"},
    "nobody's": {"pk": 0, "digest": "0"},
    "unknown record": {"pk": 0, "file": 0, "remark": 0, "registration": 0, "size": "small"},
    "bodies to choose from": {"kind": "lrgs"},
    "people to choose from": {"kind": "people"},
    "an event to begin": {"type": "event"},
    "practices": {"section": "practices", "app_label": "practices"},
    "accounts": {"app_label": "accounts"},
}

#: (URL name, object, method, status)
TABLE = [
    # The portal
    ("home", "", "GET", 200),
    ("about", "", "GET", 200),
    ("gallery", "", "GET", 200),
    ("healthz", "", "GET", 200),
    ("readyz", "", "GET", 200),
    ("robots", "", "GET", 200),
    ("sitemap", "", "GET", 200),
    ("django.contrib.sitemaps.views.sitemap", "practices", "GET", 200),
    ("django.contrib.sitemaps.views.sitemap", "unknown", "GET", 404),
    # Mail: whoever holds the link of a mail stops the next ones
    ("unsubscribe", "letter", "GET", 200),
    ("unsubscribe", "letter", "POST", 200),
    ("unsubscribe", "unknown", "GET", 404),
    ("unsubscribe", "unknown", "POST", 404),
    # Actions: what is not public does not exist, by code, number or slug, for anybody, in any state
    ("practices:browse", "", "GET", 200),
    ("practices:complete", "", "GET", 200),
    ("practices:feed", "", "GET", 200),
    ("practices:detail", "published", "GET", 200),
    ("practices:detail", "archived", "GET", 410),
    ("practices:detail", "unknown", "GET", 404),
    *[
        (name, state, "GET", 404)
        for name in ("practices:detail", "practices:short", "permanent-link", "api:practice-detail")
        for state in ("draft", "submitted", "changes requested", "declined", "withdrawn")
    ],
    # Publications and notes: a hidden one does not exist, an archived one keeps a tombstone and none of its files
    *[(f"events:{name}", "", "GET", 200) for name in ("publications", "publications-feed", "notes")],
    *[
        (f"events:{name}", f"{beginning}{item} publication", "GET", status)
        for name, beginning, tombstone in (
            ("publication", "", 410),
            ("edition", "file of ", HIDDEN),
            ("cover", "", HIDDEN),
        )
        for item, status in (
            ("public", 200),
            ("draft", HIDDEN),
            ("internal", HIDDEN),
            ("participants'", PARTICIPANTS),
            ("archived", tombstone),
        )
    ],
    ("events:publication", "public note", "GET", 301),  # it stands under its number
    ("events:publication", "unknown", "GET", 404),
    ("events:note", "public note", "GET", 200),
    ("events:note", "draft note", "GET", HIDDEN),
    ("events:note", "unknown", "GET", 404),
    ("events:edition", "unknown record", "GET", 404),
    ("events:cover", "unknown record", "GET", 404),
    # What readers once read, as long as the action is public
    ("practices:versions", "published", "GET", 200),
    ("practices:version", "published", "GET", 200),
    ("practices:version-changes", "published", "GET", 404),  # there is none before the first
    *[
        (f"practices:{name}", item, "GET", status)
        for name in ("versions", "version", "version-changes")
        for item, status in (("archived", 410), ("unknown", 404))
    ],
    # Events, series, people: the officer's town takes part in the event for participants
    *[(f"events:{name}", "", "GET", 200) for name in ("browse", "calendar", "feed", "series-list")],
    ("events:event", "public event", "GET", 200),
    ("events:event", "archived event", "GET", 410),
    ("events:event", "draft event", "GET", HIDDEN),
    ("events:event", "event for participants", "GET", PARTICIPANTS),
    ("events:event", "internal event", "GET", HIDDEN),
    ("events:event", "unknown", "GET", 404),
    ("events:event-calendar", "public event", "GET", 200),
    ("events:event-calendar", "event for participants", "GET", PARTICIPANTS),
    ("events:event-calendar", "internal event", "GET", HIDDEN),
    *[("events:event-calendar", item, "GET", 404) for item in ("archived event", "draft event", "unknown")],
    ("events:series", "public series", "GET", 200),
    ("events:series", "draft series", "GET", HIDDEN),
    ("events:series", "unknown", "GET", 404),
    ("events:series-calendar", "public series", "GET", 200),
    *[("events:series-calendar", item, "GET", 404) for item in ("draft series", "unknown")],
    ("events:material", "file of public event", "GET", 200),
    ("events:material", "file for participants", "GET", PARTICIPANTS),
    ("events:material", "internal file", "GET", HIDDEN),
    ("events:material", "file of draft event", "GET", HIDDEN),
    ("events:material", "file of archived event", "GET", HIDDEN),
    ("events:material", "unknown record", "GET", 404),
    ("events:person", "person", "GET", 200),
    ("events:person", "person named nowhere", "GET", 404),
    ("events:person", "unknown", "GET", 404),
    # Review: nothing of it exists for officers; who is not the reviewer of an action writes nothing to it
    ("practices:review", "", "GET", REVIEWERS),
    ("practices:review-bulk", "", "POST", (302, 403, 403, 403, 302, 302)),
    ("practices:review-one", "in the queue", "GET", REVIEWED),
    ("practices:review-one", "not handed in", "GET", (302, 404, 404, 404, 200, 200)),
    ("practices:review-changes", "in the queue", "GET", REVIEWED),
    ("practices:review-beside", "in the queue", "GET", REVIEWED),
    ("practices:review-beside", "in the queue", "POST", (302, 404, 404, 404, 404, 404)),  # beside nothing
    ("practices:review-step", "in the queue", "GET", REVIEWED),
    ("practices:review-step", "in the queue", "POST", (302, 404, 404, 302, 409, 409)),  # the reviewer was first
    ("practices:review-remind", "in the queue", "POST", (302, 404, 404, 403, 302, 302)),
    ("practices:review-remark", "in the queue", "GET", (302, 404, 404, 403, 200, 200)),
    ("practices:review-remark", "in the queue", "POST", (302, 404, 404, 403, 422, 422)),
    ("practices:review-drop-remark", "in the queue", "POST", (302, 404, 404, 403, 404, 404)),
    ("practices:review-resolve-remark", "sent back", "POST", (302, 404, 404, 409, 302, 302)),
    ("practices:review-rubric", "in the queue", "GET", (302, 404, 404, 403, 200, 200)),
    ("practices:review-rubric", "in the queue", "POST", (302, 404, 404, 403, 422, 422)),
    # Secretariat
    ("practices:dashboard", "", "GET", SECRETARIAT),
    ("practices:translations", "", "GET", SECRETARIAT),
    ("practices:translation", "to translate", "GET", SECRETARIAT),
    ("practices:translation", "to translate", "POST", (302, 403, 403, 403, 409, 409)),  # without what they had read
    # The secretariat's desk of peer learning: others are told that it is not theirs
    *[
        (f"events:{name}", item, "GET", SECRETARIAT)
        for name, item in (
            *(
                ("desk", ""),
                ("desk-translations", ""),
                ("new", "an event to begin"),
                ("names", "people to choose from"),
            ),
            *((name, "event at the desk") for name in DESK_PAGES),
        )
    ],
    ("events:new", "an event to begin", "POST", SECRETARIAT_INCOMPLETE),
    ("events:entry", "event at the desk", "POST", SECRETARIAT_STALE),  # without what they had read
    ("events:entry-group", "event at the desk", "POST", SECRETARIAT_STALE),
    ("events:entry-files", "event at the desk", "POST", SECRETARIAT_INCOMPLETE),
    ("events:entry-note", "event at the desk", "POST", SECRETARIAT_INCOMPLETE),
    ("events:entry-mentions", "event at the desk", "POST", SECRETARIAT_INCOMPLETE),
    ("events:entry-participants", "event at the desk", "POST", SECRETARIAT_INCOMPLETE),
    ("events:desk-translation", "event at the desk", "POST", (302, 403, 403, 403, 409, 409)),
    ("events:entry-step", "event at the desk", "POST", (302, 403, 403, 403, 302, 409)),  # the editor published it
    ("events:entry-delete", "event to delete", "GET", SECRETARIAT),
    ("events:entry-delete", "event to delete", "POST", (302, 403, 403, 403, 302, 404)),  # the editor was first
    ("events:entry", "nobody's", "GET", (302, 403, 403, 403, 404, 404)),
    ("practices:short", "published", "GET", 301),
    ("practices:short", "archived", "GET", 301),
    ("practices:short", "unknown", "GET", 404),
    ("permanent-link", "published", "GET", 302),
    ("permanent-link", "archived", "GET", 302),
    ("permanent-link", "unknown", "GET", 404),
    # Workspace
    ("practices:workspace", "", "GET", INSIDE),
    ("practices:start", "", "GET", INSIDE),
    ("practices:start", "", "POST", INSIDE_INCOMPLETE),
    ("practices:read-notices", "", "POST", AGAIN),  # back to the workspace
    ("practices:names", "bodies to choose from", "GET", INSIDE),
    *[
        (f"practices:{name}", "our draft", "GET", WRITTEN)
        for name in ("draft", "section", "check", "preview", "draft-document", "withdraw", "draft-files")
    ],
    *[(f"practices:{name}", "", "GET", 200) for name in ("submit-guide", "blank-form", "blank-document")],
    ("practices:section", "our draft", "POST", (302, 404, 412, 404, 412, 412)),  # without what they had read
    ("practices:check", "our draft", "POST", WRITTEN_INCOMPLETE),  # its picture is not described
    ("practices:submitted", "our draft", "GET", WRITTEN_ON),  # back to the draft
    ("practices:submitted", "in the queue", "GET", WRITTEN),
    ("practices:withdraw", "our draft", "POST", (302, 404, 302, 404, 409, 409)),  # the officer was first
    ("practices:step", "our draft to confirm", "POST", (302, 404, 409, 404, 409, 409)),
    ("practices:answer-remark", "sent back", "POST", WRITTEN_ON),
    ("practices:draft-files", "our draft", "POST", WRITTEN_INCOMPLETE),
    ("practices:draft-letter", "our draft", "POST", WRITTEN_INCOMPLETE),
    # The link of a mail: whoever holds it answers for its person
    ("practices:confirm", "mail that asks", "GET", 200),
    ("practices:confirm", "mail that asks", "POST", 200),
    ("practices:confirm", "unknown", "GET", 404),
    ("practices:confirm", "unknown", "POST", 404),
    # Agendas
    ("compacts:agendas", "", "GET", 200),
    ("practices:agenda", "gcm", "GET", 200),
    ("practices:agenda", "unknown", "GET", 404),
    ("practices:objective", "gcm-1", "GET", 200),
    ("practices:objective", "gcm-1 under sdg", "GET", 301),
    ("practices:objective", "unknown", "GET", 404),
    # Directory
    ("directory:local-governments", "", "GET", 200),
    ("directory:local-government", "lrg", "GET", 200),
    ("directory:local-government", "organisation", "GET", 301),
    ("directory:local-government", "unknown", "GET", 404),
    ("directory:organisations", "", "GET", 200),
    ("directory:organisation", "organisation", "GET", 200),
    ("directory:organisation", "network", "GET", 301),
    ("directory:organisation", "unknown", "GET", 404),
    ("directory:networks", "", "GET", 200),
    ("directory:network", "network", "GET", 200),
    ("directory:network", "lrg", "GET", 301),
    ("directory:network", "unknown", "GET", 404),
    # Accounts: signing up and in
    ("account_login", "", "GET", OUTSIDE),
    ("account_login", "", "POST", OUTSIDE_INCOMPLETE),
    ("account_signup", "", "GET", OUTSIDE),
    ("account_signup", "", "POST", OUTSIDE_INCOMPLETE),
    ("account_logout", "", "GET", INSIDE),
    ("account_logout", "", "POST", 302),
    ("account_inactive", "", "GET", 200),
    ("account_inactive", "", "POST", 405),
    ("account_email_verification_sent", "", "GET", 200),
    ("account_email_verification_sent", "", "POST", 405),
    ("account_confirm_email", "mail link", "GET", 200),
    ("account_confirm_email", "mail link", "POST", 404),
    ("account_confirm_login_code", "", "GET", AGAIN),
    ("account_confirm_login_code", "", "POST", AGAIN),
    ("account_reset_password", "", "GET", 200),
    ("account_reset_password", "", "POST", 422),
    ("account_reset_password_done", "", "GET", 200),
    ("account_reset_password_done", "", "POST", 405),
    ("account_reset_password_from_key", "mail link", "GET", 200),
    ("account_reset_password_from_key", "mail link", "POST", 422),
    ("account_reset_password_from_key_done", "", "GET", 200),
    ("account_reset_password_from_key_done", "", "POST", 405),
    ("mfa_authenticate", "", "GET", 302),
    ("mfa_authenticate", "", "POST", 302),
    # Accounts: one's own
    ("accounts:home", "", "GET", INSIDE),
    ("accounts:profile", "", "GET", INSIDE),
    ("accounts:profile", "", "POST", INSIDE_INCOMPLETE),
    ("accounts:tokens", "", "GET", INSIDE),
    ("accounts:tokens", "", "POST", AGAIN),
    ("accounts:revoke-token", "officer's token", "GET", 405),
    ("accounts:revoke-token", "officer's token", "POST", (302, 404, 302, 404, 404, 404)),
    ("accounts:revoke-token", "nobody's", "POST", INSIDE_NOT_FOUND),
    ("account_email", "", "GET", INSIDE),
    ("account_email", "", "POST", 302),
    ("account_change_password", "", "GET", INSIDE),
    ("account_change_password", "", "POST", INSIDE_INCOMPLETE),
    ("account_set_password", "", "GET", 302),
    ("account_set_password", "", "POST", 302),
    ("account_reauthenticate", "", "GET", INSIDE),
    ("account_reauthenticate", "", "POST", INSIDE_INCOMPLETE),
    ("mfa_reauthenticate", "", "GET", 302),
    ("mfa_reauthenticate", "", "POST", 302),
    ("mfa_index", "", "GET", INSIDE),
    ("mfa_index", "", "POST", (302, 405, 405, 405, 405, 405)),
    ("mfa_activate_totp", "", "GET", AGAIN),
    ("mfa_activate_totp", "", "POST", AGAIN),
    ("mfa_deactivate_totp", "", "GET", INSIDE_NOT_FOUND),
    ("mfa_deactivate_totp", "", "POST", INSIDE_NOT_FOUND),
    ("mfa_view_recovery_codes", "", "GET", INSIDE_NOT_FOUND),
    ("mfa_view_recovery_codes", "", "POST", (302, 405, 405, 405, 405, 405)),
    ("mfa_generate_recovery_codes", "", "GET", AGAIN),
    ("mfa_generate_recovery_codes", "", "POST", AGAIN),
    ("mfa_download_recovery_codes", "", "GET", INSIDE_NOT_FOUND),
    ("mfa_download_recovery_codes", "", "POST", INSIDE_NOT_FOUND),
    ("usersessions_list", "", "GET", INSIDE),
    ("usersessions_list", "", "POST", 302),
    # Mandates: the officer's own, then the secretariat's; the second of two who confirm comes too late
    ("directory:mandates", "", "GET", INSIDE),
    ("directory:mandate-ask", "", "GET", INSIDE),
    ("directory:mandate-ask", "", "POST", INSIDE_INCOMPLETE),
    ("directory:mandate-propose", "", "GET", INSIDE),
    ("directory:mandate-propose", "", "POST", INSIDE_INCOMPLETE),
    ("directory:mandate-withdraw", "mandate", "GET", 405),
    ("directory:mandate-withdraw", "mandate", "POST", (302, 404, 302, 404, 404, 404)),
    ("directory:mandate-withdraw", "nobody's", "POST", INSIDE_NOT_FOUND),
    ("directory:mandate-requests", "", "GET", SECRETARIAT),
    ("directory:mandate-request", "request", "GET", SECRETARIAT),
    ("directory:mandate-request", "nobody's", "GET", (302, 403, 403, 403, 404, 404)),
    ("directory:mandate-confirm", "request", "GET", 405),
    ("directory:mandate-confirm", "request", "POST", (302, 403, 403, 403, 302, 409)),
    ("directory:mandate-confirm-new", "request", "GET", 405),
    ("directory:mandate-confirm-new", "request", "POST", (302, 403, 403, 403, 422, 422)),
    ("directory:mandate-end", "mandate", "GET", 405),
    ("directory:mandate-end", "mandate", "POST", (302, 403, 403, 403, 422, 422)),
    # API: reading is public, an archived action is not among its collections
    ("api:practice-list", "", "GET", 200),
    ("api:practice-detail", "published", "GET", 200),
    ("api:practice-detail", "archived", "GET", 404),
    ("api:practice-detail", "unknown", "GET", 404),
    # API, writing: what others write or review does not exist; who may see it is told why not
    ("api:event-list", "", "GET", 200),
    ("api:event-detail", "public event", "GET", 200),
    *(("api:event-detail", item, "GET", 404) for item in ("draft event", "event for participants", "internal event")),
    ("api:series-list", "", "GET", 200),
    ("api:series-detail", "public series", "GET", 200),
    ("api:series-detail", "draft series", "GET", 404),
    ("api:publication-list", "", "GET", 200),
    ("api:publication-detail", "public publication", "GET", 200),
    ("api:publication-detail", "participants' publication", "GET", 404),
    ("api:session-list", "", "GET", 200),
    ("api:participation-list", "", "GET", 200),
    ("api:entry-list", "", "GET", (401, 200, 200, 200, 200, 200)),
    ("api:entry-list", "", "POST", (401, 400, 400, 400, 400, 400)),
    ("api:entry-detail", "event at the desk", "GET", KEPT_BY_API),
    ("api:entry-detail", "event at the desk", "PATCH", (401, 404, 404, 404, 428, 428)),
    ("api:entry-detail", "unknown record", "GET", (401, 404, 404, 404, 404, 404)),
    ("api:entry-history", "event at the desk", "GET", KEPT_BY_API),
    ("api:entry-transition", "event at the desk", "POST", (401, 404, 404, 404, 409, 409)),  # archive a draft
    ("api:entry-languages", "event at the desk", "POST", (401, 404, 404, 404, 400, 400)),
    ("api:entry-files", "event at the desk", "POST", (401, 404, 404, 404, 400, 400)),
    ("api:draft-list", "", "GET", (401, 200, 200, 200, 200, 200)),
    ("api:draft-list", "", "POST", (401, 400, 400, 400, 400, 400)),
    ("api:draft-detail", "draft of api", "GET", OWN_DRAFT),
    ("api:draft-detail", "queued of api", "GET", (401, 404, 200, 200, 200, 200)),
    ("api:draft-detail", "unknown record", "GET", (401, 404, 404, 404, 404, 404)),
    ("api:draft-detail", "draft of api", "PATCH", (401, 404, 428, 404, 428, 428)),
    ("api:draft-transition", "draft of api", "POST", (401, 404, 403, 404, 409, 409)),  # publish
    ("api:draft-transition", "queued of api", "POST", (401, 404, 403, 403, 400, 400)),
    ("api:draft-consent", "draft of api", "POST", OWN_DRAFT),
    ("api:draft-consent", "queued of api", "POST", (401, 404, 409, 403, 200, 200)),
    ("api:draft-suggestions", "draft of api", "GET", OWN_DRAFT),
    ("api:draft-images", "draft of api", "POST", (401, 404, 400, 404, 400, 400)),
    ("api:draft-attachments", "draft of api", "POST", (401, 404, 400, 404, 400, 400)),
    ("api:draft-image", "image of draft in api", "PATCH", OWN_DRAFT),
    ("api:draft-image", "image of draft in api", "DELETE", (401, 404, 204, 404, 404, 404)),  # the officer was first
    ("api:draft-image", "unknown record", "DELETE", (401, 404, 404, 404, 404, 404)),
    ("api:draft-attachment", "attachment of draft in api", "PATCH", OWN_DRAFT),
    ("api:draft-attachment", "attachment of draft in api", "DELETE", (401, 404, 204, 404, 404, 404)),
    ("api:draft-attachment", "unknown record", "DELETE", (401, 404, 404, 404, 404, 404)),
    ("api:draft-remarks", "queued of api", "POST", (401, 404, 400, 400, 400, 400)),
    ("api:draft-remark", "unknown record", "PATCH", (401, 404, 404, 404, 404, 404)),
    ("api:draft-assessment", "queued of api", "PUT", (401, 404, 400, 400, 400, 400)),
    # Files: of a public action for everybody, of a draft for who writes it
    ("practices:image", "image of draft", "GET", (404, 404, 200, 404, 200, 200)),
    ("practices:image", "image of published", "GET", 200),
    ("practices:image", "image of archived", "GET", (404, 404, 404, 404, 200, 200)),
    ("practices:attachment", "attachment of draft", "GET", (404, 404, 200, 404, 200, 200)),
    ("practices:attachment", "unknown record", "GET", 404),
    ("practices:letter", "letter of draft", "GET", (404, 404, 200, 404, 200, 200)),
    ("practices:letter", "letter of published", "GET", (404, 404, 200, 404, 200, 200)),  # never public
    ("practices:letter", "unknown record", "GET", 404),
    ("api-index", "", "GET", 200),
    ("api-facets", "", "GET", 200),
    ("api-schema", "", "GET", 200),
    ("api-docs", "", "GET", 200),
    *[
        (f"api:{name}-{kind}", item, "GET", status)
        for name, one in (
            ("agenda", "gcm"),
            ("objective", "gcm-1"),
            ("linkage", "linkage"),
            ("theme", "theme"),
            ("forum", "forum"),
            ("local-government", "lrg"),
            ("organisation", "organisation"),
            ("network", "network"),
        )
        for kind, item, status in (("list", "", 200), ("detail", one, 200), ("detail", "unknown", 404))
    ],
    # Registration: for everybody; the page of one's own for whoever has its link
    ("events:register", "open event", "GET", 200),
    ("events:register", "open event", "POST", 422),
    ("events:registered", "open event", "GET", 200),
    *[
        (f"events:{name}", item, method, 404)
        for name, method in (("register", "GET"), ("register", "POST"), ("registered", "GET"))
        for item in ("event without registration", "draft with registration", "unknown")
    ],
    ("events:register", "registration for participants", "GET", (404, 404, 200, 404, 200, 200)),
    ("events:registration", "registration", "GET", 200),
    ("events:registration", "registration", "POST", 422),
    ("events:registration", "unknown", "GET", 404),
    ("events:registration", "unknown", "POST", 404),
    ("events:registration-cancel", "registration", "GET", 200),
    ("events:registration-cancel", "registration", "POST", (302, 409, 409, 409, 409, 409)),  # the first was quicker
    ("events:registration-cancel", "unknown", "GET", 404),
    ("events:registrations", "open event", "GET", SECRETARIAT),
    ("events:registrations", "open event", "POST", (302, 403, 403, 403, 302, 302)),
    ("events:registrations", "nobody's", "GET", (302, 403, 403, 403, 404, 404)),
    ("events:registrations", "nobody's", "POST", (302, 403, 403, 403, 404, 404)),
    ("events:tell-registered", "open event", "POST", (302, 403, 403, 403, 302, 302)),
    ("events:cancel-one", "registration", "GET", SECRETARIAT),
    ("events:cancel-one", "registration", "POST", (302, 403, 403, 403, 302, 409)),  # the editor was first
    ("events:cancel-one", "unknown record", "GET", (302, 403, 403, 403, 404, 404)),
    # Follow-up: officers of local governments that took part, and nobody in their place
    ("events:changes", "", "GET", INSIDE),
    ("events:change", "event that was held", "GET", (302, 403, 200, 403, 403, 403)),
    ("events:change", "event that was held", "POST", (302, 403, 422, 403, 403, 403)),
    ("events:change", "open event", "GET", (302, 403, 403, 403, 403, 403)),  # nobody is sent to it
    ("events:change", "draft with registration", "GET", INSIDE_NOT_FOUND),
    ("events:change", "draft with registration", "POST", INSIDE_NOT_FOUND),
    ("events:answer", "change", "GET", (302, 404, 200, 404, 403, 403)),
    ("events:answer", "change", "POST", (302, 404, 422, 404, 403, 403)),
    ("events:answer", "nobody's", "GET", INSIDE_NOT_FOUND),
    ("events:all-changes", "", "GET", SECRETARIAT),
    # Admin
    ("admin:index", "", "GET", STAFF),
    ("admin:login", "", "GET", (302, 403, 403, 403, 302, 302)),
    ("admin:login", "", "POST", (302, 403, 403, 403, 422, 422)),
    ("admin:logout", "", "POST", 302),
    ("admin:password_change", "", "GET", STAFF),
    ("admin:password_change_done", "", "GET", STAFF),
    ("admin:autocomplete", "", "GET", STAFF_FORBIDDEN),
    ("admin:jsi18n", "", "GET", STAFF),
    ("admin:view_on_site", "unknown content", "GET", STAFF_NOT_FOUND),
    ("admin:app_list", "practices", "GET", STAFF),
    ("admin:app_list", "accounts", "GET", (302, 302, 302, 302, 404, 200)),
    ("admin:auth_user_password_change", "person in admin", "GET", (302, 302, 302, 302, 403, 200)),
    ("admin:practices_practice_change", "draft in admin", "GET", STAFF),
    ("admin:practices_practice_history", "draft in admin", "GET", STAFF),
    ("admin:practices_practice_delete", "draft in admin", "GET", STAFF_FORBIDDEN),
    ("admin:directory_organisation_delete", "organisation in admin", "GET", (302, 302, 302, 302, 403, 200)),
]

#: Views that read only and answer every method alike: Django's own, and the gallery of development.
ANSWER_EVERY_METHOD = {"sitemap", "django.contrib.sitemaps.views.sitemap", "gallery"}

KEPT = (200, 200, 200, 200)  # editors and administrators read and add
READ = (200, 403, 200, 403)  # nobody adds by hand
ADMINISTRATORS = (403, 403, 200, 200)

#: Model → status of (changelist, add) for editors, then for administrators.
ADMIN = {
    "account.emailaddress": ADMINISTRATORS,
    "auth.group": ADMINISTRATORS,
    "accounts.user": ADMINISTRATORS,
    "compacts.agenda": KEPT,
    "compacts.linkage": KEPT,
    "compacts.linkagesource": KEPT,
    "compacts.objective": KEPT,
    "compacts.reviewforum": KEPT,
    "compacts.theme": KEPT,
    "directory.alias": KEPT,
    "directory.country": KEPT,
    "directory.mandate": READ,
    "directory.membership": KEPT,
    "directory.membershipchange": READ,
    "directory.nameindex": READ,
    "directory.organisation": KEPT,
    "directory.region": KEPT,
    "directory.section": KEPT,
    "directory.sectioncountry": KEPT,
    "post_office.email": (403, 403, 200, 403),
    "post_office.emailtemplate": (403, 403, 200, 403),
    "practices.endorsement": KEPT,
    "practices.historyentry": READ,
    "practices.practice": READ,
    "practices.version": READ,
}
