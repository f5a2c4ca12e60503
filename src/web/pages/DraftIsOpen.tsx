import type { OpenDrafts } from '../../exchange/drafts/listDrafts.ts'
import { typeTitle } from '../../letter/words.ts'
import { caseLink, draftsOfCase } from '../desk/caseLinks.ts'
import { caseWords } from '../desk/caseWords.ts'
import { type Wanted, another } from '../desk/moving.tsx'
import type { Visit } from '../desk/pageOf.ts'
import { Button } from '../parts/Button.tsx'
import { DraftTable } from '../parts/DraftParts.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'

interface OpenProps extends Visit {
  readonly frame: Frame
  readonly open: OpenDrafts
  readonly wanted: Wanted
}

/** Says that what somebody wants to write is being written already, and lets them go on with that or begin another. */
export function DraftIsOpen({ frame, words: spoken, person, open, wanted }: OpenProps) {
  const words = caseWords(spoken, open.names)
  const { say } = words
  const title = say('draftIsOpen', { title: typeTitle(wanted.type, words.language) })
  return (
    <Layout frame={frame} words={spoken} person={person} title={title}>
      <a class="govuk-back-link" href={caseLink(open.request)}>
        {say('backToRequest')}
      </a>
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={open.reference} />
        </span>
        {title}
      </h1>
      <p class="govuk-body">{say('draftIsOpenText')}</p>
      <DraftTable words={words} drafts={open.drafts} />
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('draftAnother')}</h2>
        <p class="govuk-body">{say('draftAnotherText')}</p>
        <Form frame={frame} action={draftsOfCase(open.request)}>
          <input type="hidden" name="type" value={wanted.type} />
          {wanted.answers === '' ? null : <input type="hidden" name="answers" value={wanted.answers} />}
          <input type="hidden" name="another" value={another} />
          <Button kind="secondary">{say('draftAnother')}</Button>
        </Form>
      </section>
    </Layout>
  )
}
