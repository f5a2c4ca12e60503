import { resolve } from 'node:path'
import { serverIn } from '../../config.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { networkSettings } from '../../settings/networkSettings.ts'
import { startPlayer } from '../../exchange/training/player.ts'
import type { Script } from '../../exchange/training/script.ts'
import { firstScript, readScriptFile } from '../../trainingScript.ts'
import type { AddCommand } from '../addCommand.ts'
import { type OpenWorld, type Plan, openWorld } from '../demo/world.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'
import { untilAskedToStop } from '../untilAskedToStop.ts'
import { commandFor, firstPortNamed, readersOf, tokenForReader } from './world.ts'

interface TrainingOptions {
  readonly data?: string
  readonly port: string
  readonly script?: string
  readonly pace: string
}

/** `rogatory training`: a node for a person to practise on, and a counterpart that answers by a script. */
export function addTraining({ program, terminal }: AddCommand): void {
  const { paceSeconds, paceSecondsMax } = exchangeLimits.training
  program
    .command('training')
    .description(
      'Serve a training world: a desk to practise at, and a counterpart State that answers by a script',
    )
    .option(
      '--data <folder>',
      'where the world lives; it is made at the first start (default: data/training, or data/training-server with DATABASE_URL)',
    )
    .option(
      '--port <number>',
      'port of the node of the trainee, whose desk is 100 above, and for systems 200 above; the counterpart has the next one',
      '8491',
    )
    .option('--script <file>', 'how the counterpart behaves (schemas/training.json); absent: first steps')
    .option(
      '--pace <seconds>',
      `how long the counterpart waits before it says the next thing, 0 to ${paceSecondsMax}`,
      String(paceSeconds),
    )
    .action(async ({ data, port, script: file, pace }: TrainingOptions) => {
      const databaseUrl = serverIn(process.env)
      const scriptFile = file === undefined ? firstScript : resolve(file)
      const script = await scriptIn(scriptFile)
      const world = await openTraining(script, scriptFile, {
        folder: resolve(data ?? (databaseUrl === undefined ? 'data/training' : 'data/training-server')),
        firstPort: firstPortNamed(port),
        databaseUrl,
        webhookNetworks: process.env[networkSettings.webhooks],
        paceMs: paceMsNamed(pace),
        say: terminal.say,
      })
      for (const line of whoMayPractise(world, script)) terminal.say(line)
      await untilAskedToStop()
      terminal.say('Stopping …')
      await world.close()
      terminal.say('The training has stopped; start it again and everything is as it was.')
    })
}

/** Where a training is, and how fast its counterpart answers. */
export interface TrainingOrder {
  readonly folder: string
  readonly firstPort: number
  readonly databaseUrl: string | undefined
  readonly webhookNetworks?: string | undefined
  readonly paceMs: number
  readonly say: (line: string) => void
}

/** Opens a training world, made at the first time, and lets its counterpart play. */
export async function openTraining(
  script: Script,
  scriptFile: string,
  { paceMs, ...order }: TrainingOrder,
): Promise<OpenWorld> {
  const world = await openWorld({ ...order, plan: planOf(script, scriptFile) })
  const { counterpart } = script.states
  const playing = world.running.find(({ node }) => node.state === counterpart.state)
  if (playing === undefined) {
    await world.close()
    throw wrongUse(
      `the world in ${order.folder} has no node of ${counterpart.state}: name another with --data`,
    )
  }
  const player = startPlayer({ node: playing.node, send: (draft) => playing.send(draft), script, paceMs })
  return {
    ...world,
    close: async () => {
      await player.close()
      await world.close()
    },
  }
}

function planOf({ states, authorities }: Script, scriptFile: string): Plan {
  const { trainee, counterpart } = states
  return {
    name: 'training world',
    command: 'rogatory training',
    cast: { states: { requesting: trainee, requested: counterpart }, authorities },
    hasDesk: (state) => state === trainee.state,
    isTraining: true,
    environment: { ROGATORY_TRAINING_SCRIPT_FILE: scriptFile },
    begin: () => Promise.resolve(),
  }
}

async function scriptIn(file: string): Promise<Script> {
  try {
    return await readScriptFile(file)
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason)
    throw new CommandFailure(exitCodes.wrongUse, 'TRAINING_SCRIPT_INVALID', why)
  }
}

function paceMsNamed(text: string): number {
  const { paceSecondsMax } = exchangeLimits.training
  const seconds = Number(text)
  if (/^[0-9]{1,5}$/.test(text) && seconds <= paceSecondsMax) return seconds * 1_000
  throw wrongUse(`--pace must be a whole number of seconds from 0 to ${paceSecondsMax}, not ${text}`)
}

/** Where the desk is, and who may sign in. */
function whoMayPractise({ nodes, people }: OpenWorld, { states }: Script): string[] {
  const { trainee, counterpart } = states
  const desk = nodes.find(({ state }) => state === trainee.state)?.deskUrl ?? ''
  return [
    '',
    `Practise at ${desk}, in a browser, as one of these invented people of ${trainee.state} (with these passwords until somebody changes them):`,
    ...people.map(({ signInName, password }) => `    ${signInName.padEnd(15)} ${password}`),
    '',
    `${counterpart.state} is the counterpart: a program answers for it, by a script. Everything is invented, and no real node takes any of it.`,
    'Begin as officer; "What to try next" stands on every page. What binds the State is approved as approver.',
    '',
    ...readersOf(nodes),
    ...nodes.slice(0, 1).map((node) => `  ${commandFor(node)(tokenForReader)}`),
    '',
    'Stop with Ctrl-C.',
  ]
}
