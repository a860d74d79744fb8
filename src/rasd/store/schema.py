"""The tables: one schema for SQLite and PostgreSQL. ``migrations/`` brings a database of any age here.

blob <- capture <- fetched
blob <- capture <- report <- event -> event_block, event_place, pair
                             event -> incident_event -> incident <- incident_alias, outline
judgement, decision, custody and setting stand for themselves: what people said and what was done outlives what it is
about. reviewed is how far the decisions on each event are; it is made of them, and can be made again, and so are an
event's amended record and what merging and lists look at of it.
outline is what lists and maps need of the incidents there are, in narrow rows; it is made of their records.
queued is what queues need of the events there are, turn the place of each report in the order of each queue; both are
made of the others.
lease is who has which report open now.
doubled <- seat, coding, draft: reports that two people code blind, who they are, how far each is, and what each added.
visit and poll are what collecting remembers of addresses and sources; losing them costs a second fetch, no more.
person <- recovery, session, token: who may be at the desk. attempt counts failed logins; event_gone is what lists tell
of events that are no more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Narrow rows that are looked up by their key need no second copy of it (SQLite).
_KEYED: dict[str, Any] = {"sqlite_with_rowid": False}

# Times are ISO 8601 in UTC, days are ISO days, as in the records.
blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", Text, nullable=False),
    **_KEYED,
)

capture = Table(
    "capture",
    metadata,
    Column("capture_id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False),
    Column("origin", Text, nullable=False, doc="path or address that the bytes came from"),
    Column("media_type", Text),
    Column("method", Text, nullable=False, doc="file, stdin, http ..."),
    Column("captured_at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("version", Text, nullable=False, doc="of Rasd"),
    Column("read_as", Text, doc="how its reports were read, once all of them are kept"),
    UniqueConstraint("origin", "sha256"),
)

fetched = Table(
    "fetched",
    metadata,
    Column("capture_id", Integer, ForeignKey("capture.capture_id"), primary_key=True, autoincrement=False),
    Column("fetched_at", Text, nullable=False),
    Column("final_url", Text, nullable=False, doc="where the redirects led"),
    Column("redirects", Text, nullable=False, doc="JSON: status and address of each, in order"),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False, doc="JSON: those that say what the bytes are and of when"),
    Column("number", Text, nullable=False, doc="the IP address that answered"),
    Column("source", Text, doc="what rasd.toml calls the source"),
)

visit = Table(
    "visit",
    metadata,
    Column("url", Text, primary_key=True),
    Column("visited_at", Text, nullable=False),
    Column("told", Text, doc="hash of what a feed or sitemap said of it"),
    Column("etag", Text),
    Column("modified", Text),
    Column("failure", Text, doc="why it could not be had the last time"),
    Column("failures", Integer, nullable=False, doc="in a row"),
)

poll = Table(
    "poll",
    metadata,
    Column("source", Text, primary_key=True, doc="its address or path, as in rasd.toml"),
    Column("succeeded_at", Text),
    Column("failed_at", Text),
    Column("failure", Text, doc="the last one, kept after a success too"),
    Column("failures", Integer, nullable=False, doc="in a row"),
    Column("kept", Integer, nullable=False, doc="reports that it has brought"),
    Column("next_at", Text, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("report_id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True, doc="hash of all it says and where it came from"),
    Column("capture_id", Integer, ForeignKey("capture.capture_id"), nullable=False),
    Column("item", Text, doc="which part of the bytes: line 17, message 42"),
    Column("origin", Text, nullable=False, doc="its own address, or else that of the capture"),
    Column("given_id", Text, nullable=False, doc="what its source calls it"),
    Column("text", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("title", Text),
    Column("published", Text),
    Column("outlet", Text),
    Column("url", Text),
    Column("lang", Text),
    Column("kept_at", Text, nullable=False),
    Column("version_of", Text, doc="the report that this is a newer version of"),
    Column("voice", Text, nullable=False, doc="copies of one another share it"),
    Column("signature", LargeBinary, doc="MinHash"),
    Column("coder", Text, doc="what coded it; empty until it is coded"),
    Column("failure", Text, doc="why it could not be coded"),
    Index(None, "voice"),
    Index(None, "origin", "given_id"),
    Index(None, "coder"),
    Index(None, "published"),
)

copy_band = Table(
    "copy_band",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    **_KEYED,
)

event = Table(
    "event",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("report_id", Text, ForeignKey("report.report_id"), nullable=False),
    Column("nth", Integer, nullable=False, doc="place in its report"),
    Column("state", Text, nullable=False, doc="new, touched, settled: what merging has to do with it"),
    Column("event_type", Text, nullable=False),
    Column("sub_event_type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("response_to", Text),
    Column("problems", Integer, nullable=False),
    Column("killed", Integer, nullable=False, server_default="0", doc="at least; what is reviewed first"),
    Column("wounded", Integer, nullable=False, server_default="0"),
    Column("made_by", Text, doc="the person who added what the coder missed; empty: the coder"),
    Column("brief", Text, nullable=False, doc="the cells that merging compares, as people have them, without words"),
    Column("record", Text, nullable=False, doc="the event as EVENT.md has it, as it was coded"),
    Column("amended", Text, doc="the same as people have it, where that is another"),
    Column("is_rejected", Integer, nullable=False, server_default="0", doc="by people: it is compared with nothing"),
    Column("changed_at", Text, nullable=False, server_default="", doc="when it was coded or decided on the last time"),
    Index(None, "report_id"),
    Index(None, "changed_at", "event_id"),
    Index(None, "state"),
    Index(None, "date_start"),
    Index(None, "response_to"),
    Index(None, "killed", "wounded"),
)

event_gone = Table(
    "event_gone",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("report_id", Text, nullable=False),
    Column("gone_at", Text, nullable=False),
    Index(None, "gone_at", "event_id"),
    **_KEYED,
)

event_place = Table(
    "event_place",
    metadata,
    Column("event_id", Text, ForeignKey("event.event_id", ondelete="CASCADE"), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("place_id", Text),
    Column("name", Text, nullable=False, doc="lower case"),
    Column("name_ar", Text, nullable=False, doc="folded, without articles"),
    Column("country", Text),
    Column("admin1", Text, doc="lower case"),
    Index(None, "name"),
    Index(None, "name_ar"),
    Index(None, "admin1"),
    **_KEYED,
)

event_block = Table(
    "event_block",
    metadata,
    Column("key", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    **_KEYED,
)

pair = Table(
    "pair",
    metadata,
    Column("a", Text, ForeignKey("event.event_id", ondelete="CASCADE"), primary_key=True),
    Column("b", Text, ForeignKey("event.event_id", ondelete="CASCADE"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("verdict", Text, nullable=False, doc="same, related, or what a is to b: part_of, has_part ..."),
    Index(None, "b"),
    **_KEYED,
)

judgement = Table(
    "judgement",
    metadata,
    Column("judgement_id", Integer, primary_key=True, autoincrement=False),
    Column("a", Text, nullable=False),
    Column("b", Text, nullable=False),
    Column("verdict", Text, nullable=False, doc="same, different, related, unsure"),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("retracted_by", Text),
    Column("retracted_at", Text),
    Index(None, "a"),
    Index(None, "b"),
)

decision = Table(
    "decision",
    metadata,
    Column("decision_id", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False, doc="the first decision of those made with one key; undone together"),
    Column("event_id", Text, nullable=False),
    Column("cell", Text, nullable=False, doc="empty: the event as a whole"),
    Column("verdict", Text, nullable=False, doc="accept, correct, reject, not_said ...; undo takes a step back"),
    Column("value", Text, doc="JSON: the cell as people have it"),
    Column("evidence", Text, doc="JSON: its words"),
    Column("reason", Text, nullable=False),
    Column("seen", Text, nullable=False, doc="hash of what the event said when it was decided on"),
    Column("undoes", Integer, doc="the step that this takes back"),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("track", Text, nullable=False, server_default="", doc="whose blind coding it is part of; empty: the record"),
    Index(None, "event_id"),
    Index(None, "step"),
    Index(None, "undoes"),
    Index(None, "by", "decision_id"),
)

reviewed = Table(
    "reviewed",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("state", Text, nullable=False, doc="open, accepted, rejected"),
    Column("is_flagged", Integer, nullable=False),
    Column("decided", Integer, nullable=False, doc="cells that people have decided on"),
    Column("cells", Text, nullable=False, server_default="", doc="JSON: cell -> verdict, by, at; empty: not made yet"),
    Column("by", Text, nullable=False, doc="who was the last"),
    Column("at", Text, nullable=False),
    Index(None, "state"),
    **_KEYED,
)

lease = Table(
    "lease",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("by", Text, nullable=False, doc="who has the report open for review"),
    Column("until", Text, nullable=False),
    **_KEYED,
)

doubled = Table(
    "doubled",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("state", Text, nullable=False, doc="coding; conflicts: both are done, and disagree; settled"),
    Column("shows_machine", Integer, nullable=False, doc="whether its coders see what the machine says"),
    Column("begun_at", Text, nullable=False),
    Column("done_at", Text, doc="when both were done"),
    Column("settled_at", Text),
    Column("settled_by", Text),
    Index(None, "state"),
    **_KEYED,
)

seat = Table(
    "seat",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("person", Text, primary_key=True, doc="who codes the report; two at most"),
    Column("until", Text, nullable=False, doc="how long it is kept for who has not begun"),
    Column("begun_at", Text),
    Column("finished_at", Text),
    **_KEYED,
)

coding = Table(
    "coding",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("track", Text, primary_key=True, doc="whose it is; empty: what the machine had, once both were done"),
    Column("report_id", Text, nullable=False),
    Column("state", Text, nullable=False, doc="open, accepted, rejected; untold: this person has no such event"),
    Column("is_flagged", Integer, nullable=False),
    Column("coded", Text, doc="JSON: what the person made of the event, once both were done"),
    Index(None, "report_id"),
    **_KEYED,
)

draft = Table(
    "draft",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("report_id", Text, nullable=False),
    Column("track", Text, nullable=False, doc="who added it; nobody else sees it before both are done"),
    Column("record", Text, nullable=False, doc="as EVENT.md has it"),
    Index(None, "report_id"),
    **_KEYED,
)

incident = Table(
    "incident",
    metadata,
    Column("incident_id", Text, primary_key=True),
    Column("state", Text, nullable=False, doc="live, touched, stale: to be summed up anew, gone: a tombstone"),
    Column("event_type", Text),
    Column("sub_event_type", Text),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("voices", Integer, nullable=False),
    Column("killed", Integer, doc="best"),
    Column("certainty", Text),
    Column("review", Text, nullable=False),
    Column("record", Text, nullable=False, doc="as EVENT.md has it, without aliases and responds_to"),
    Column("updated_at", Text, nullable=False),
    Index(None, "state"),
    Index(None, "date_start"),
    Index(None, "updated_at", "incident_id"),
)

outline = Table(
    "outline",
    metadata,
    Column("incident_id", Text, ForeignKey("incident.incident_id"), primary_key=True),
    Column("event_type", Text),
    Column("sub_event_type", Text),
    Column("status", Text),
    Column("actors", Text, nullable=False, doc="what both sides are called, folded, for searching"),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("places", Integer, nullable=False, doc="how many; what follows is said of the first"),
    Column("place", Text),
    Column("place_ar", Text),
    Column("country", Text),
    Column("admin1", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float),
    Column("geo_precision", Integer),
    Column("killed", Integer, doc="best"),
    Column("wounded", Integer, doc="best"),
    Column("voices", Integer, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("review", Text, nullable=False),
    Index(None, "date_start", "incident_id"),
    Index(None, "admin1", "country"),
    **_KEYED,
)

queued = Table(
    "queued",
    metadata,
    # In the order of the reports, by which they are summed up.
    Column("report_id", Text, primary_key=True),
    Column("event_id", Text, ForeignKey("event.event_id", ondelete="CASCADE"), primary_key=True),
    Column("nth", Integer, nullable=False, doc="place in its report"),
    Column("queue", Text, nullable=False, doc="open, flagged, done; copy: its text is asked about elsewhere"),
    Column("sub_event_type", Text, nullable=False),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("killed", Integer, nullable=False),
    Column("wounded", Integer, nullable=False),
    Column("doubt", Integer, nullable=False, doc="3 contested, 2 weak, 1 fair, 0 strong or not merged yet"),
    Column("problems", Integer, nullable=False),
    Column("age", Integer, nullable=False, doc="greater for older reports: their number, less than zero"),
    Index(None, "event_id"),
    **_KEYED,
)

turn = Table(
    "turn",
    metadata,
    Column("queue", Text, primary_key=True),
    Column("report_id", Text, primary_key=True),
    Column("killed", Integer, nullable=False, doc="the most that one of its events in this queue tells of"),
    Column("wounded", Integer, nullable=False, doc="likewise"),
    Column("doubt", Integer, nullable=False, doc="the greatest"),
    Column("problems", Integer, nullable=False, doc="of all of them"),
    Column("age", Integer, nullable=False),
    Column("events", Integer, nullable=False, doc="how many are in this queue"),
    Index(None, "queue", "killed", "wounded", "doubt", "problems", "age"),
    Index(None, "report_id"),
    **_KEYED,
)

incident_event = Table(
    "incident_event",
    metadata,
    Column("event_id", Text, ForeignKey("event.event_id", ondelete="CASCADE"), primary_key=True),
    Column("incident_id", Text, ForeignKey("incident.incident_id"), nullable=False),
    Index(None, "incident_id"),
    **_KEYED,
)

incident_alias = Table(
    "incident_alias",
    metadata,
    Column("alias", Text, primary_key=True),
    Column("incident_id", Text, ForeignKey("incident.incident_id"), nullable=False),
    Index(None, "incident_id"),
    **_KEYED,
)

person = Table(
    "person",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False, doc="argon2id"),
    Column("totp", Text, doc="the secret of the second factor, base32"),
    Column("totp_step", BigInteger, nullable=False, server_default="0", doc="the last that was used; each serves once"),
    Column("is_disabled", Integer, nullable=False, server_default="0"),
    Column("made_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    **_KEYED,
)

recovery = Table(
    "recovery",
    metadata,
    Column("name", Text, ForeignKey("person.name"), primary_key=True),
    Column("hash", Text, primary_key=True, doc="SHA-256 of a code that serves once"),
    **_KEYED,
)

session = Table(
    "session",
    metadata,
    Column("session_id", Text, primary_key=True, doc="what lists call it; opens nothing"),
    Column("hash", Text, nullable=False, unique=True, doc="SHA-256 of what the cookie holds"),
    Column("name", Text, ForeignKey("person.name"), nullable=False),
    Column("made_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Column("totp", Text, doc="a second factor that is being set up"),
    Index(None, "name"),
)

token = Table(
    "token",
    metadata,
    Column("token_id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True, doc="SHA-256"),
    Column("name", Text, ForeignKey("person.name"), nullable=False),
    Column("label", Text, nullable=False),
    Column("scope", Text, nullable=False, doc="read, review, admin"),
    Column("made_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("used_at", Text),
    Column("revoked_at", Text),
    Index(None, "name"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("key", Text, primary_key=True, doc="hash of the name or address that asked to log in"),
    Column("number", Integer, nullable=False),
    Column("since", BigInteger, nullable=False, doc="seconds of the epoch"),
    **_KEYED,
)

custody = Table(
    "custody",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    **_KEYED,
)
