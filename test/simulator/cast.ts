import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holderOf } from '../../src/opening.ts'
import { type Keyring, openKeyring } from '../../src/store/identity/keyring.ts'
import { makeIdentity } from '../../src/store/identity/make.ts'
import { type Files, filesIn } from './files.ts'
import type { KnownHead } from '../../src/store/checkpointFile.ts'
import type { SettingsOfState } from '../../src/store/settingsOfState.ts'
import { start } from '../workflow/speak.ts'
import { authority } from '../support/world.ts'
import { type Ground, openGround } from './ground.ts'
import { urlOf } from './network.ts'

/** What a State of the simulator is, whatever it does: its keys and its settings. */
export interface Role {
  readonly state: string
  readonly authority: string
  readonly settings: SettingsOfState
  readonly keyring: Keyring
  /** Where its keys lie, and what lay there when it was made. */
  readonly identity: { readonly folder: string; readonly files: Files }
}

/** A State of the simulator, through all seeds of a run, with its database. */
export interface Actor extends Role {
  readonly ground: Ground
  /** What its disk held beside the database when all had met. */
  readonly met: { checkpoint: KnownHead | null }
}

export interface Cast {
  readonly actors: readonly Actor[]
  /** When all had met: every seed begins a little later. */
  metAt: number
  /** Has the databases give back the room of what seeds have left. */
  clearAway(): Promise<void>
  close(): Promise<void>
}

/** When they meet: the time at which the examples of the messages are written. */
export const beginning = start - 3_600_000

export const passphrase = 'a passphrase for the simulator only, and for nothing that lasts'
const names = ['ma.dacg', 'nz.ag', 'cl.fn', 'ke.dpp', 'is.rs', 'lk.ca', 'uy.ac', 'gh.oag']

/** Makes so many States with keys of their own. They have not met yet. */
export async function openCast(nodes: number): Promise<Cast> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-simulator-'))
  const actors: Actor[] = []
  for (const name of names.slice(0, nodes)) actors.push(await actorOf(folder, name))
  return {
    actors,
    metAt: beginning,
    async clearAway() {
      for (const { ground } of actors) await ground.clearAway()
    },
    async close() {
      for (const { ground } of actors) await ground.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const nodesMax = names.length

async function actorOf(folder: string, name: string): Promise<Actor> {
  return { ...(await roleOf(folder, name)), ground: await openGround(), met: { checkpoint: null } }
}

/** Makes the keys of a State, in a folder, whose authority has this name. */
export async function roleOf(folder: string, name: string): Promise<Role> {
  const state = name.slice(0, 2).toUpperCase()
  const place = join(folder, state, 'identity')
  await makeIdentity({
    folder: place,
    passphrase,
    country: state,
    organisation: `${state} (simulator)`,
    holder: holderOf(state),
    validFrom: new Date(beginning - 86_400_000),
  })
  return {
    state,
    authority: name,
    settings: {
      state,
      name: { language: 'en', text: `${state} (simulator)` },
      demonstration: true,
      url: urlOf(state),
      authorities: [authority(name)],
    },
    keyring: { ...(await openKeyring(place, passphrase)), refresh: () => Promise.resolve() },
    identity: { folder: place, files: filesIn(place) },
  }
}
