"""The directory's search tables, which each database keeps in its own way."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_UP = (
    """
    CREATE VIRTUAL TABLE directory USING fts5(
        name, topics, headline, offers, asks, place, networks, languages, about,
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TABLE directory_words (
        id INTEGER PRIMARY KEY,
        community_id INTEGER NOT NULL REFERENCES communities (id),
        word TEXT NOT NULL,
        UNIQUE (community_id, word)
    )
    """,
    """
    CREATE VIRTUAL TABLE directory_trigrams USING fts5(
        word, content = 'directory_words', content_rowid = 'id', tokenize = 'trigram'
    )
    """,
    """
    CREATE TRIGGER directory_words_added AFTER INSERT ON directory_words BEGIN
        INSERT INTO directory_trigrams (rowid, word) VALUES (new.id, new.word);
    END
    """,
    """
    CREATE TRIGGER directory_words_gone AFTER DELETE ON directory_words BEGIN
        INSERT INTO directory_trigrams (directory_trigrams, rowid, word)
        VALUES ('delete', old.id, old.word);
    END
    """,
)
SQLITE_DOWN = (
    "DROP TABLE directory_trigrams",
    "DROP TABLE directory_words",
    "DROP TABLE directory",
)

# English stemming as in SQLite, and no stop words: "Will" is a name, "IT" is work.
POSTGRES_UP = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE TEXT SEARCH DICTIONARY directory_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION directory (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION directory"
    " ALTER MAPPING REPLACE pg_catalog.english_stem WITH directory_stem",
    """
    CREATE TABLE directory (
        member_id BIGINT PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
        community_id BIGINT NOT NULL REFERENCES communities (id),
        document TSVECTOR NOT NULL,
        offers TSVECTOR NOT NULL,
        asks TSVECTOR NOT NULL,
        place TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX directory_search ON directory USING gin (document, offers, asks, place)",
    """
    CREATE TABLE directory_words (
        community_id BIGINT NOT NULL REFERENCES communities (id),
        word TEXT NOT NULL,
        PRIMARY KEY (community_id, word)
    )
    """,
    "CREATE INDEX directory_words_trigrams ON directory_words USING gin (word gin_trgm_ops)",
)
POSTGRES_DOWN = (
    "DROP TABLE directory_words",
    "DROP TABLE directory",
    "DROP TEXT SEARCH CONFIGURATION directory",
    "DROP TEXT SEARCH DICTIONARY directory_stem",  # the extension may serve others; it stays
)


def upgrade() -> None:
    for statement in POSTGRES_UP if _on_postgres() else SQLITE_UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in POSTGRES_DOWN if _on_postgres() else SQLITE_DOWN:
        op.execute(statement)


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
