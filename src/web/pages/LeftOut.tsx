import type { LeftOut } from '../../exchange/drafts/fileNames.ts'
import { draftLink } from '../desk/draftLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Table } from '../parts/Table.tsx'

interface LeftOutProps extends Visit {
  readonly frame: Frame
  readonly draft: string
  readonly left: readonly LeftOut[]
}

/** What of a file is not in the draft that was begun with it: shown once, so that nothing is lost unseen. */
export function LeftOutPage({ frame, words, person, draft, left }: LeftOutProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('leftOutTitle')}>
      <h1 class="govuk-heading-xl">{say('leftOutTitle')}</h1>
      <p class="govuk-body">{say('leftOutText')}</p>
      <Table
        caption={say('leftOutCaption')}
        head={[say('leftOutPlace'), say('leftOutValue')]}
        rows={left.map(({ pointer, value }) => [
          <Code key="place" text={pointer} />,
          <Code key="value" text={JSON.stringify(value)} />,
        ])}
      />
      <p class="govuk-body">
        <a class="govuk-button" role="button" draggable={false} href={draftLink(draft)}>
          {say('goToDraft')}
        </a>
      </p>
    </Layout>
  )
}
