import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { startNode } from '../../src/main.ts'
import { onServer, testServer } from './server.ts'
import { type WorldState, heard, silent } from './world.ts'

/** A copy of the database and the data folder of a State, as they were at one moment. */
export interface Backup {
  /** Puts back the database, and the data folder where that is said. The node must be stopped. */
  putBack(what: 'everything' | 'database'): Promise<void>
  /** Stops the node, puts back, and leaves it stopped. */
  restore(what: 'everything' | 'database'): Promise<void>
  remove(): Promise<void>
}

let copies = 0

/** Stops the node of a State, copies everything that is its, starts it again and waits until it has heard its peers. */
export async function backUp(state: WorldState): Promise<Backup> {
  const backup = await backUpAndStop(state)
  await start(state)
  await heard(state)
  return backup
}

/** Stops the node of a State, copies everything that is its, and leaves it stopped. */
export async function backUpAndStop(state: WorldState): Promise<Backup> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-backup-'))
  copies += 1
  const copy = `rogatory_backup_${process.pid}_${copies}`
  const original = new URL(state.database.url).pathname.slice(1)
  await state.node.close()
  await onAdministration((client) => copyDatabase(client, original, copy))
  await cp(state.config.dataFolder, folder, { recursive: true })
  const putBack: Backup['putBack'] = async (what) => {
    await onAdministration(async (client) => {
      await endAll(client, original)
      await client.query(`drop database ${original}`)
      await copyDatabase(client, copy, original)
    })
    if (what === 'database') return
    await rm(state.config.dataFolder, { recursive: true })
    await cp(folder, state.config.dataFolder, { recursive: true })
  }
  return {
    putBack,
    async restore(what) {
      await state.node.close()
      await putBack(what)
    },
    async remove() {
      await onAdministration((client) => client.query(`drop database if exists ${copy}`))
      await rm(folder, { recursive: true })
    },
  }
}

/** Starts the node of a State that was stopped. */
export async function start(state: WorldState): Promise<void> {
  state.node = await startNode(state.config, silent)
}

async function onAdministration(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  await onServer(testServer().urlOf('postgres'), work)
}

/** A database can be copied while nobody is connected to it. */
async function copyDatabase(client: pg.Client, from: string, to: string): Promise<void> {
  await endAll(client, from)
  await client.query(`create database ${to} template ${from}`)
}

async function endAll(client: pg.Client, name: string): Promise<void> {
  await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
    name,
  ])
}
