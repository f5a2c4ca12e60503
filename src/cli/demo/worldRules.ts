import type { StateRules } from '../../message/generated/types.ts'

/**
 * What both invented States of a world publish of the instruments between them, so that what a first request is likely to rest on is in
 * force. No real State has said so: the Convention against Cybercrime applies to none before its article 65 lets it, unless a State says that it
 * applies it provisionally (Vienna Convention on the Law of Treaties 25), which these two say.
 */
export const worldRules: StateRules = {
  instruments: [
    {
      instrument: 'UNCC',
      reservations: {
        language: 'en',
        text: 'Demonstration: until the Convention enters into force, these two invented States apply it provisionally to each other.',
        translations: [
          {
            language: 'ar',
            text: 'لأغراض العرض: إلى أن تدخل الاتفاقية حيز النفاذ، تطبقها هاتان الدولتان المتخيلتان مؤقتاً فيما بينهما.',
          },
          {
            language: 'es',
            text: 'Demostración: hasta que la Convención entre en vigor, estos dos Estados inventados la aplican provisionalmente entre sí.',
          },
          {
            language: 'fr',
            text: 'Démonstration : jusqu’à l’entrée en vigueur de la Convention, ces deux États inventés l’appliquent entre eux à titre provisoire.',
          },
          {
            language: 'ru',
            text: 'Демонстрация: до вступления Конвенции в силу эти два вымышленных государства временно применяют её в отношениях между собой.',
          },
          {
            language: 'vi',
            text: 'Trình diễn: cho đến khi Công ước có hiệu lực, hai quốc gia hư cấu này áp dụng tạm thời Công ước trong quan hệ với nhau.',
          },
          {
            language: 'zh',
            text: '演示：在公约生效之前，这两个虚构的国家相互之间暂时适用该公约。',
          },
        ],
      },
    },
    { instrument: 'UNTOC' },
    { instrument: 'UNCAC' },
    { instrument: 'BILATERAL' },
    { instrument: 'RECIPROCITY' },
    { instrument: 'DOMESTIC' },
  ],
}
