import type { MessageType, Training } from '../../message/generated/types.ts'
import type { JsonValue } from '../../message/json.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { isMessageType } from '../../message/registry.ts'
import { stateOf } from '../../message/stateOf.ts'
import { validateTraining } from '../../message/validate.ts'
import { openingsNamedIn, unfillable } from './filling.ts'

/** How a counterpart behaves, and what a trainee is told to try (schemas/training.json). */
export type Script = Training

/** What the counterpart says to a message of the trainee. */
export type ScriptLine = Script['lines'][number]

/** A message as a script says it, before its places are filled. */
export type Scripted = ScriptLine['say']

/** What the counterpart begins by itself. */
export type Opening = Script['openings'][number]

/** What a trainee is told to try. */
export type Lesson = Script['lessons'][number]

/**
 * Judges a script. Refuses with MESSAGE_INVALID and a pointer what is none, where two things have one id, where it names a type of
 * message that there is not, a moment that cannot be told, or an authority of another State.
 */
export function readScript(value: unknown): Result<{ script: Script }> {
  const shaped = validateTraining(value)
  if (!shaped.ok) return shaped
  const script = shaped.training
  return (
    repeatedId(script) ??
    unknownType(script) ??
    wrongPlace(script) ??
    strangeAuthority(script) ?? { ok: true, script }
  )
}

/** A type that the script names. `readScript` has seen that there is one. */
export function typeOf(name: string): MessageType {
  if (!isMessageType(name)) throw new RangeError(`${name} is no type of message`)
  return name
}

function repeatedId({ lines, openings, lessons }: Script): Refusal | null {
  for (const [name, list] of Object.entries({ lines, openings, lessons })) {
    const ids = list.map(({ id }) => id)
    const at = ids.findIndex((id, index) => ids.indexOf(id) !== index)
    if (at >= 0) return wrong(`/${name}/${at}/id`, 'the id stands there twice')
  }
  return null
}

function unknownType({ lines, openings, lessons }: Script): Refusal | null {
  const named = [
    ...lines.flatMap(({ on, say }, at): [string, string][] => [
      [`/lines/${at}/on/type`, on.type],
      [`/lines/${at}/say/type`, say.type],
    ]),
    ...openings.flatMap(({ after, say }, at): [string, string][] => [
      [`/openings/${at}/say/type`, say.type],
      ...(after === undefined ? [] : [[`/openings/${at}/after`, after] as [string, string]]),
    ]),
    ...lessons.flatMap(({ after, done }, at): [string, string][] => [
      ...(after === undefined ? [] : [[`/lessons/${at}/after`, after] as [string, string]]),
      ...done.map((type, index): [string, string] => [`/lessons/${at}/done/${index}`, type]),
    ]),
  ]
  const unknown = named.find(([, type]) => !isMessageType(type))
  return unknown === undefined ? null : wrong(unknown[0], 'there is no such type of message')
}

function wrongPlace({ lines, openings }: Script): Refusal | null {
  for (const [name, list] of Object.entries({ lines, openings }))
    for (const [at, { say }] of list.entries()) {
      const found = unfillable(say as unknown as JsonValue, `/${name}/${at}/say`)
      if (found !== null) return wrong(found.pointer, found.detail)
      const named = openingsNamedIn(say.body)
      if (named.some((opening) => openings.every(({ id }) => id !== opening)))
        return wrong(`/${name}/${at}/say/body`, 'it names an opening that there is not')
    }
  return null
}

function strangeAuthority({ states, authorities, openings }: Script): Refusal | null {
  const { trainee, counterpart } = states
  if (trainee.state === counterpart.state) return wrong('/states', 'the two are one State')
  const both = [trainee.state, counterpart.state]
  const strange = authorities.findIndex(({ id }) => !both.includes(stateOf(id)))
  if (strange >= 0) return wrong(`/authorities/${strange}/id`, 'it is of neither State')
  const known = new Set(authorities.map(({ id }) => id))
  for (const [at, { from, to }] of openings.entries()) {
    if (!known.has(from) || stateOf(from) !== counterpart.state)
      return wrong(`/openings/${at}/from`, 'it is no authority of the counterpart')
    if (!known.has(to) || stateOf(to) !== trainee.state)
      return wrong(`/openings/${at}/to`, 'it is no authority of the trainee')
  }
  return null
}

function wrong(pointer: string, detail: string): Refusal {
  return refuse('MESSAGE_INVALID', { pointer, detail })
}
