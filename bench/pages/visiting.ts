import { request } from 'undici'
import type { Cost } from './cost.ts'
import type { OpenDesk } from './deskProcess.ts'
import type { Sample } from './fill.ts'
import type { Figures, PageFigures, Took } from './table.ts'
import { type Visit, parts, samplesFor, visitsOf } from './visits.ts'

/** Rounds before those that count. */
const warmRounds = 3

/** A desk to be visited, with records that are there. */
export type Visited = OpenDesk & {
  readonly samples: readonly Sample[]
  /** What its process has cost so far. */
  readonly cost: () => Promise<Cost>
}

/** Whose pages are asked for, how often, and which: those with this text in their name. */
export interface Visiting {
  readonly authority: string
  readonly rounds: number
  readonly only: string
}

/**
 * Asks every desk for every page, one after the other and in turn, so that a disturbance hits all of them. What is measured is the
 * time from a request to the last byte of its answer, on this machine: the time of the server and half a millisecond.
 */
export async function visitAll(
  desks: readonly Visited[],
  { authority, rounds, only }: Visiting,
): Promise<Figures> {
  const visits = visitsOf(authority)
    .filter(({ name }) => name.includes(only))
    .map((visit) => ({
      visit,
      of: desks.map((desk) => ({
        desk,
        next: samplesFor(visit, desk.samples),
        took: [] as number[],
        cost: [] as Cost[],
      })),
    }))
  for (let round = -warmRounds; round < rounds; round += 1) {
    for (const { visit, of } of visits) {
      // The first of a pair pays for what the second finds warm.
      const inTurn = round % 2 === 0 ? of : of.toReversed()
      for (const { desk, next, took, cost } of inTurn) {
        const before = await desk.cost()
        const ms = await ask(desk, visit, next(), Math.abs(round))
        const after = await desk.cost()
        if (round < 0) continue
        took.push(ms)
        cost.push({
          statements: after.statements - before.statements,
          rows: after.rows - before.rows,
          cpuMs: after.cpuMs - before.cpuMs,
        })
      }
    }
  }
  const pages = visits.map(({ visit: { name, hasGoal }, of }): PageFigures => ({
    name,
    hasGoal,
    ms: of.map(({ took }) => tookOf(took)),
    cost: of.map(({ cost }) => ({
      statements: medianOf(cost.map(({ statements }) => statements)),
      rows: medianOf(cost.map(({ rows }) => rows)),
      cpuMs: medianOf(cost.map(({ cpuMs }) => cpuMs)),
    })),
  }))
  const together = parts.flatMap((part) => {
    const ofPart = visits.filter(({ visit }) => visit.part === part)
    if (ofPart.length === 0) return []
    const ms = desks.map((_, at) => tookOf(ofPart.flatMap(({ of }) => of[at]?.took ?? [])))
    return [{ name: part, hasGoal: part !== 'log', ms }]
  })
  return { pages, together }
}

async function ask({ url, cookies }: Visited, visit: Visit, sample: Sample, round: number): Promise<number> {
  const cookie = cookies[round % cookies.length] ?? ''
  const path = visit.path(sample)
  const began = performance.now()
  const { statusCode, body } = await request(`${url}${path}`, { headers: { cookie } })
  await body.arrayBuffer()
  const ms = performance.now() - began
  if (statusCode !== 200) throw new Error(`${visit.name}: ${path} was answered with ${statusCode}`)
  return ms
}

function tookOf(took: readonly number[]): Took {
  const sorted = took.toSorted((one, other) => one - other)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: rounded(at(0.5)), p95: rounded(at(0.95)) }
}

function medianOf(values: readonly number[]): number {
  return rounded(values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0)
}

function rounded(ms: number): number {
  return Number(ms.toFixed(1))
}
