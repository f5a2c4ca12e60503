/** One step of a pattern: a character of a set, or a group of alternatives, so many times. */
interface Step {
  /** What matches one such character; null for a group. */
  readonly one: RegExp | null
  readonly group: readonly (readonly Step[])[]
  readonly min: number
  readonly max: number
}

/** In how many ways a text may at most be divided among the repetitions of a pattern. */
const waysMax = 1_000

/**
 * Whether a pattern is judged in time that grows with the text alone: it begins at `^`, looks neither ahead nor back,
 * and at each repetition the next character tells whether it goes on, but for few. A group that is repeated and holds
 * something of different lengths begins with a character that is nowhere else in it.
 */
export function isLinear(pattern: string): boolean {
  if (!pattern.startsWith('^')) return false
  const steps = stepsOf(pattern.slice(1).replace(/(?<!\\)\$$/, ''))
  return (steps ?? [null]).every((one) => one !== null && waysOf(one, []) <= waysMax)
}

/** The ways of a sequence of steps, where `after` may follow. */
function waysOf(steps: readonly Step[], after: readonly Step[]): number {
  return steps
    .map((step, place) => {
      const following = [...steps.slice(place + 1), ...after]
      const inside = step.group.map((one) => waysOf(one, following)).reduce((ways, more) => ways * more, 1)
      if (step.one === null) return isTellingGroup(step) ? inside : Infinity
      const isTold = step.min === step.max || nextOf(following).every((next) => areApart(step, next))
      return isTold ? inside : step.max - step.min + 1
    })
    .reduce((ways, more) => ways * more, 1)
}

/** The characters that may come next: those of every step up to the first that must be there. */
function nextOf(steps: readonly Step[]): readonly Step[] {
  const last = steps.findIndex(({ min }) => min > 0)
  const reached = last === -1 ? steps : steps.slice(0, last + 1)
  return reached.flatMap((step) => (step.one === null ? step.group.flatMap(nextOf) : [step]))
}

function isTellingGroup({ group, max }: Step): boolean {
  if (
    max <= 1 ||
    (group.length === 1 && group.flat().every((step) => step.one !== null && step.min === step.max))
  )
    return true
  const firsts = group.map(([first]) => first)
  const others = group.flatMap(([, ...rest]) => rest.flatMap(charactersOf))
  return firsts.every(
    (first, place) =>
      first?.one != null &&
      first.min === 1 &&
      first.max === 1 &&
      others.every((other) => areApart(first, other)) &&
      firsts.slice(place + 1).every((other) => other !== undefined && areApart(first, other)),
  )
}

function charactersOf(step: Step): readonly Step[] {
  return step.one === null ? step.group.flat().flatMap(charactersOf) : [step]
}

/** Characters of every sort that a set may name. */
const samples = [
  ...Array.from({ length: 0x300 }, (_, code) => String.fromCodePoint(code)),
  ...['\u0430', '\u0627', '\u0e01', '\u2028', '\u3000', '\u4e00', '\uac00', '\ufeff', '\u{1f600}'],
]

function areApart({ one }: Step, other: Step): boolean {
  return (
    one !== null &&
    other.one !== null &&
    samples.every((text) => !one.test(text) || other.one?.test(text) === false)
  )
}

const single =
  /^(?:\[\^?(?:\\.|[^\]\\])*\]|\\[pP]\{[A-Za-z_=]+\}|\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\[^1-9bBk]|[^\\()[\]{}*+?|^$])/u
const repetition = /^(?:([*+?])|\{([0-9]+)(,?)([0-9]*)\})\??/

/** The alternatives of a pattern, each a sequence of steps; null where something else stands in it. */
function stepsOf(pattern: string): readonly (readonly Step[])[] | null {
  const alternatives: Step[][] = [[]]
  let rest = pattern
  while (rest !== '') {
    if (rest.startsWith('|')) {
      alternatives.push([])
      rest = rest.slice(1)
      continue
    }
    const source = rest.startsWith('(') ? groupAt(rest) : single.exec(rest)?.[0]
    if (source === undefined) return null
    const [written = '', sign, least, comma, most] = repetition.exec(rest.slice(source.length)) ?? []
    const step = stepOf(source, boundsOf(sign, least, comma, most))
    if (step === null) return null
    alternatives.at(-1)?.push(step)
    rest = rest.slice(source.length + written.length)
  }
  return alternatives
}

type Bounds = Pick<Step, 'min' | 'max'>

function boundsOf(sign?: string, least?: string, comma?: string, most?: string): Bounds {
  if (sign !== undefined) return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity }
  if (least === undefined) return { min: 1, max: 1 }
  const min = Number(least)
  if (comma !== ',') return { min, max: min }
  return { min, max: most === undefined || most === '' ? Infinity : Number(most) }
}

function stepOf(source: string, bounds: Bounds): Step | null {
  if (source.startsWith('(')) {
    const inside = source.slice(source.startsWith('(?:') ? 3 : 1, -1)
    const group = inside.startsWith('?') ? null : stepsOf(inside)
    return group === null ? null : { one: null, group, ...bounds }
  }
  try {
    return { one: new RegExp(`^${source}$`, 'su'), group: [], ...bounds }
  } catch {
    return null
  }
}

/** The group with which a text begins, to its closing parenthesis. */
function groupAt(text: string): string | undefined {
  let depth = 0
  for (let place = 0; place < text.length;) {
    const other = single.exec(text.slice(place))?.[0]
    if (other === undefined) depth += text[place] === '(' ? 1 : text[place] === ')' ? -1 : 0
    place += other?.length ?? 1
    if (depth === 0) return text.slice(0, place)
  }
  return undefined
}
