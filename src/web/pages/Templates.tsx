import type { DeskTemplates } from '../../exchange/drafts/templates.ts'
import { deskRoutes } from '../deskPaths.ts'
import { caseWords } from '../desk/caseWords.ts'
import { templateLink } from '../desk/draftLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import { PersonName } from '../parts/DraftParts.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Table } from '../parts/Table.tsx'

interface TemplatesProps extends Visit {
  readonly frame: Frame
  readonly listed: DeskTemplates
}

/** What an authority begins its requests from. */
export function Templates({ frame, words: spoken, person, listed: { templates, names } }: TemplatesProps) {
  const words = caseWords(spoken, names)
  const { say } = words
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('templates')}>
      <a class="govuk-back-link" href={deskRoutes.askPage.path}>
        {say('askTitle')}
      </a>
      <h1 class="govuk-heading-xl">{say('templates')}</h1>
      <p class="govuk-body">{say('templatesText')}</p>
      {templates.length === 0 ? (
        <p class="govuk-inset-text">{say('templatesNone')}</p>
      ) : (
        <Table
          caption={say('templatesCaption')}
          head={[say('templateName'), say('writtenBy'), say('since'), say('actions')]}
          rows={templates.map(({ id, name, language, madeBy, madeAt }) => [
            <a key="name" class="govuk-link" href={templateLink(id)}>
              <OthersWords language={language}>{name}</OthersWords>
            </a>,
            <PersonName key="by" person={madeBy} />,
            <Moment key="at" words={words} at={madeAt} />,
            <a key="delete" class="govuk-link" href={`${templateLink(id)}/delete`}>
              {say('deleteTemplate')} <bdi class="govuk-visually-hidden">{name}</bdi>
            </a>,
          ])}
        />
      )}
    </Layout>
  )
}
