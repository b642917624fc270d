import { PGlite } from '@electric-sql/pglite'
import { timescaledb } from '@electric-sql/pglite/timescaledb'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { vector } from '@electric-sql/pglite/vector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import net from 'node:net'
const probe = net.createServer(); await new Promise(r => probe.listen(0, '127.0.0.1', r)); const port = probe.address().port; await new Promise(r => probe.close(r))
const db = await PGlite.create({ dataDir: 'memory://', extensions: { timescaledb, pg_trgm, vector } })
await db.exec("CREATE EXTENSION IF NOT EXISTS timescaledb; LOAD 'timescaledb'; SET client_min_messages = warning")
const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 4 })
await server.start()
console.log(port)
