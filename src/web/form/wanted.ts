import { isObject } from '../../letter/words.ts'
import type { JsonValue } from '../../message/json.ts'
import type { FormNode } from './node.ts'
import { type Offering, outcomesAt } from './offered.ts'
import type { Told } from './shown.ts'

/** Fields that the schema lets be left out and the State that is asked does not: without them it would refuse what is asked, or send it back. */
export function withAskedFor(nodes: readonly FormNode[], told: Told | null): readonly FormNode[] {
  const asked = (told?.placed ?? []).filter(({ finding }) => finding.weight !== 'note')
  const missing = asked.flatMap(({ finding, node }) =>
    node !== null && node.value === undefined && finding.pointer === `/body${node.pointer}`
      ? [node.pointer]
      : [],
  )
  return missing.length === 0 ? nodes : marked(nodes, new Set(missing))
}

/** Fields that the schema lets be left out and the workflow does not, for what the draft says so far: they are asked like others. */
export function withWanted(nodes: readonly FormNode[], offering: Offering | null): readonly FormNode[] {
  const wanted = offering === null ? new Set<string>() : wantedIn(offering)
  return wanted.size === 0 ? nodes : marked(nodes, wanted)
}

function marked(nodes: readonly FormNode[], wanted: ReadonlySet<string>): readonly FormNode[] {
  return nodes.map((node) => ({
    ...node,
    need: wanted.has(node.pointer) ? 'always' : node.need,
    children: marked(node.children, wanted),
  }))
}

function wantedIn(offering: Offering): ReadonlySet<string> {
  const { outcomes } = offering.body
  const rows: readonly JsonValue[] = Array.isArray(outcomes) ? outcomes : []
  return new Set(
    rows.flatMap((row, place) => {
      if (!isObject(row)) return []
      const at = `/outcomes/${place}`
      const offered = outcomesAt(offering, `${at}/outcome`)
      const items = Array.isArray(row.manifest) ? row.manifest : []
      return [
        ...(offered.some(({ wantsManifest }) => wantsManifest)
          ? [`${at}/manifest`, ...items.map((_, item) => `${at}/manifest/${item}/custody`)]
          : []),
        ...(row.final !== false && offered.some(({ wantsResult }) => wantsResult) ? [`${at}/result`] : []),
      ]
    }),
  )
}
