import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { readForeign } from '../../message/strict.ts'
import type { Term } from './terms.ts'

/** Bytes that a description may have at most. */
export const caseBytesMax = 16_777_216

const readLimits = { bytesMax: caseBytesMax, depthMax: 32 } as const

/** Nodes that a description may have at most. */
export const nodesMax = 100_000

/** Prefixes that a context may define. */
const prefixesMax = 200

const absolute = /^[a-z][a-z0-9+.-]*:/i

/** A node of a description: its id, its types, and its members, all by whole IRIs. */
export interface CaseNode {
  readonly id: string
  readonly types: readonly string[]
  readonly members: ReadonlyMap<string, readonly CaseValue[]>
}

/** A value: a text (numbers and truths as their text), or the id of a node. */
export type CaseValue = { readonly text: string } | { readonly node: string }

/** The nodes of a description by their ids. What is said of one node at several places is said together. */
export type CaseGraph = ReadonlyMap<string, CaseNode>

/**
 * Reads the JSON-LD that CASE is written in: one context of prefixes, one graph. It is no JSON-LD processor: contexts that
 * are elsewhere or inside nodes, and terms that are defined otherwise than by a prefix, are refused or not known again.
 * Refuses with JSON_TOO_LARGE, JSON_TOO_DEEP, JSON_INVALID, CASE_INVALID or CASE_CONTEXT_REMOTE.
 */
export function readCaseGraph(bytes: Uint8Array): Result<{ graph: CaseGraph }> {
  const read = readForeign(bytes, readLimits)
  if (!read.ok) return read
  if (!isObject(read.value)) return refuse('CASE_INVALID', { detail: 'it is no object' })
  const context = prefixesIn(read.value['@context'])
  if (!context.ok) return context
  const { '@graph': top } = read.value
  const alone = Object.fromEntries(Object.entries(read.value).filter(([name]) => name !== '@context'))
  const roots = top === undefined ? [alone] : Array.isArray(top) ? top : [top]
  const graph = new Map<string, MutableNode>()
  const expand = expandBy(context.prefixes)
  for (const root of roots) {
    if (!isObject(root)) return refuse('CASE_INVALID', { detail: 'a node is no object' })
    const fault = gather(root, graph, expand)
    if (fault !== null) return refuse('CASE_INVALID', { detail: fault })
  }
  return { ok: true, graph }
}

/** The values of a property of a node. */
export function valuesOf(node: CaseNode, { iri }: Term): readonly CaseValue[] {
  return node.members.get(iri) ?? []
}

/** The first text that a property of a node says, or null. */
export function textOf(node: CaseNode, term: Term): string | null {
  const found = valuesOf(node, term).find((value) => 'text' in value)
  return found !== undefined && 'text' in found ? found.text : null
}

/** The nodes to which a property of a node leads, of those that are in the graph. */
export function nodesOf(graph: CaseGraph, node: CaseNode, term: Term): readonly CaseNode[] {
  return valuesOf(node, term).flatMap((value) => ('node' in value ? (graph.get(value.node) ?? []) : []))
}

interface MutableNode extends CaseNode {
  readonly types: string[]
  readonly members: Map<string, CaseValue[]>
}

/** A prefix is written out for each name that has it. */
const iriCharactersMax = 2_000

type Prefixes = ReadonlyMap<string, string>

function prefixesIn(context: JsonValue | undefined): Result<{ prefixes: Prefixes }> {
  const parts = Array.isArray(context) ? context : [context ?? {}]
  const prefixes = new Map<string, string>()
  for (const part of parts) {
    if (typeof part === 'string') return refuse('CASE_CONTEXT_REMOTE', { detail: part.slice(0, 200) })
    if (!isObject(part)) return refuse('CASE_INVALID', { detail: 'the context is no object' })
    if ('@import' in part) return refuse('CASE_CONTEXT_REMOTE', { detail: '@import' })
    for (const [name, value] of Object.entries(part)) {
      const iri = isObject(value) ? value['@id'] : value
      if (typeof iri === 'string' && iri.length > iriCharactersMax)
        return refuse('CASE_INVALID', { detail: `an IRI of more than ${iriCharactersMax} characters` })
      if (typeof iri === 'string' && !name.startsWith('@')) prefixes.set(name, iri)
    }
    if (prefixes.size > prefixesMax)
      return refuse('CASE_INVALID', { detail: `more than ${prefixesMax} prefixes` })
  }
  return { ok: true, prefixes }
}

function expandBy(prefixes: Prefixes): (name: string) => string {
  return (name) => {
    const colon = name.indexOf(':')
    const namespace = colon < 0 ? undefined : prefixes.get(name.slice(0, colon))
    return namespace === undefined ? name : namespace + name.slice(colon + 1)
  }
}

/** Takes a node and those inside it into the graph; gives what is wrong with one, or null. */
function gather(
  root: JsonObject,
  graph: Map<string, MutableNode>,
  expand: (name: string) => string,
): string | null {
  let unnamed = 0
  const idOf = (value: JsonObject): string => {
    const id = value['@id']
    if (typeof id === 'string') return expand(id)
    unnamed += 1
    return `_:unnamed ${graph.size} ${unnamed}`
  }
  const waiting: { readonly id: string; readonly value: JsonObject }[] = [{ id: idOf(root), value: root }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, value } = next
    if ('@context' in value) return 'a node has a context of its own'
    const node = graph.get(id) ?? { id, types: [], members: new Map<string, CaseValue[]>() }
    graph.set(id, node)
    if (graph.size > nodesMax) return `more than ${nodesMax} nodes`
    for (const type of listOf(value['@type'])) if (typeof type === 'string') node.types.push(expand(type))
    for (const [name, said] of Object.entries(value)) {
      if (name.startsWith('@')) continue
      const property = expand(name)
      if (!absolute.test(property)) continue
      const values = node.members.get(property) ?? []
      node.members.set(property, values)
      for (const one of listOf(said)) {
        if (!isObject(one)) {
          if (one !== null && !Array.isArray(one)) values.push({ text: String(one) })
        } else if ('@value' in one) {
          const literal = one['@value']
          if (literal !== null && typeof literal !== 'object') values.push({ text: String(literal) })
        } else {
          const inner = idOf(one)
          values.push({ node: inner })
          if (Object.keys(one).some((member) => member !== '@id')) waiting.push({ id: inner, value: one })
        }
      }
    }
  }
  return null
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
