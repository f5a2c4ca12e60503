/** A bar, or what it is made of: pieces with the class of their colour, from the beginning on. */
export interface PlotRow {
  readonly label: string
  /** What stands at its end; where nothing may be told, words and no bar. */
  readonly number: string
  /** None: nothing of it may be told, and not even the beginning of a bar is drawn. */
  readonly pieces: readonly { readonly kind: PlotKind; readonly value: number }[]
}

/** What a piece of a bar is; each has a colour in the style sheet. */
export type PlotKind = 'one' | 'granted' | 'partly' | 'refused' | 'ended' | 'open'

interface PlotProps {
  readonly title: string
  readonly rows: readonly PlotRow[]
  /** What the colours mean; absent: there is one. */
  readonly legend?: readonly { readonly kind: PlotKind; readonly text: string }[]
  readonly direction: 'ltr' | 'rtl'
}

/** Bars beside each other. Whoever does not see them has the table below, with the same numbers. */
export function Plot({ title, rows, legend = [], direction }: PlotProps) {
  const longest = Math.max(...rows.map(({ pieces }) => lengthOf(pieces)), 1)
  return (
    <figure class="desk-plot" aria-hidden="true">
      <figcaption class="govuk-heading-s">{title}</figcaption>
      {legend.length === 0 ? null : (
        <ul class="desk-plot__legend">
          {legend.map(({ kind, text }) => (
            <li key={kind}>
              <svg class="desk-plot__sample" viewBox="0 0 1 1">
                <rect class={`desk-plot__${kind}`} width="1" height="1" />
              </svg>
              {text}
            </li>
          ))}
        </ul>
      )}
      <div class="desk-plot__rows">
        {rows.map((row, place) => (
          <div key={place} class="desk-plot__row">
            <span class="desk-plot__label">{row.label}</span>
            {row.pieces.length === 0 ? (
              <span />
            ) : (
              <Bar pieces={row.pieces} longest={longest} direction={direction} />
            )}
            <span class="desk-plot__number">{row.number}</span>
          </div>
        ))}
      </div>
    </figure>
  )
}

interface BarProps extends Pick<PlotRow, 'pieces'> {
  readonly longest: number
  readonly direction: 'ltr' | 'rtl'
}

const width = 1000

function Bar({ pieces, longest, direction }: BarProps) {
  const scale = (value: number): number => Math.round((value * width) / longest)
  return (
    <svg class="desk-plot__bar" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none">
      {pieces.map(({ kind, value }, place) => {
        const begin = scale(lengthOf(pieces.slice(0, place)))
        const long = scale(value)
        const x = direction === 'rtl' ? width - begin - long : begin
        return <rect key={kind} class={`desk-plot__${kind}`} x={x} y="0" width={long} height="10" />
      })}
    </svg>
  )
}

function lengthOf(pieces: PlotRow['pieces']): number {
  return pieces.reduce((sum, { value }) => sum + value, 0)
}
