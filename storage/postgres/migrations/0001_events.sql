-- Names have short numbers; a lane's is its number in the pyramid.
CREATE TABLE topic (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    version integer NOT NULL,
    schema text NOT NULL,
    lane text,
    label text,
    value text,
    picture boolean NOT NULL
);
CREATE TABLE lane (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE device (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);

-- A hypertable can only promise uniqueness together with time, so who is who is kept here.
CREATE TABLE identity (
    uid bytea PRIMARY KEY,
    key bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    start_us bigint NOT NULL
);

-- Times are microseconds since 1970 UTC. `data` is json, not jsonb: what was recorded comes back as it was.
CREATE TABLE event (
    key bigint NOT NULL,
    uid bytea NOT NULL,
    topic integer NOT NULL,
    device integer NOT NULL,
    start_us bigint NOT NULL,
    end_us bigint NOT NULL,
    received_us bigint NOT NULL,
    tz_offset_min integer,
    uncertainty_us bigint NOT NULL,
    text text,
    data json NOT NULL,
    media bytea,
    parent bytea,
    length_class smallint NOT NULL,
    PRIMARY KEY (key, start_us)
);
CREATE INDEX event_start ON event (start_us, key);
CREATE INDEX event_topic ON event (topic, start_us, key);
CREATE INDEX event_long ON event (length_class, topic, start_us) WHERE length_class > 2;
CREATE INDEX event_parent ON event (parent) WHERE parent IS NOT NULL;

-- An event cut where buckets of its class meet. Levels are made of these and of each other, by the same statement.
CREATE TABLE piece (
    start_us bigint NOT NULL,
    lane integer NOT NULL,
    class smallint NOT NULL,
    starts bigint NOT NULL,
    carried bigint NOT NULL,
    busy bigint NOT NULL,
    longest bigint NOT NULL,
    key bigint NOT NULL,
    label text,
    low double precision,
    high double precision,
    last double precision,
    last_us bigint,
    media bytea,
    media_us bigint
);
CREATE INDEX piece_lane ON piece (lane, start_us);
CREATE INDEX piece_key ON piece (key);

-- Where the levels do not have the newest pieces yet.
CREATE TABLE dirty (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane integer NOT NULL,
    first_us bigint NOT NULL,
    last_us bigint NOT NULL
);

-- What search looks through: the text without case and accents, and its words.
CREATE TABLE document (
    key bigint PRIMARY KEY,
    start_us bigint NOT NULL,
    topic integer NOT NULL,
    device integer NOT NULL,
    app text NOT NULL,
    likeness bigint NOT NULL,
    folded text NOT NULL,
    words tsvector NOT NULL
);
CREATE INDEX document_words ON document USING gin (words);
CREATE INDEX document_start ON document (start_us, key);
CREATE INDEX document_app ON document (app, start_us);
CREATE TABLE app (name text PRIMARY KEY);

-- How far each store that is copied here has come.
CREATE TABLE position (source text PRIMARY KEY, log_offset bigint NOT NULL);

-- For people who ask with SQL.
CREATE VIEW timeline AS
SELECT
    encode(event.uid, 'hex') AS uid,
    topic.name AS topic,
    device.name AS device,
    to_timestamp(event.start_us / 1e6) AS start,
    to_timestamp(event.end_us / 1e6) AS "end",
    event.text,
    event.data,
    encode(event.media, 'hex') AS media
FROM event
JOIN topic ON topic.id = event.topic
JOIN device ON device.id = event.device;
