import type { LetterLanguage } from '../letter/language.ts'
import { type Verdict, verdictOf } from './reportInWords.ts'

/**
 * What each verdict means, in the languages in which the check itself does not speak. The report for a court and the page
 * that verifies both take it from here, so that a verdict is called the same on both.
 */
const translated: Readonly<Record<Exclude<LetterLanguage, 'en'>, Readonly<Record<number, Verdict>>>> = {
  ar: {
    0: { word: 'سليم', sentence: 'كل ما في الحزمة ثابت.' },
    10: { word: 'غير مكتمل', sentence: 'ما هو موجود ثابت؛ وهناك ما لم يُفصَح عنه أو تعذرت مقارنته.' },
    20: { word: 'الوقت', sentence: 'أوقات متناقضة.' },
    30: { word: 'نقص أو اختلاف', sentence: 'هناك ما ينقص أو يزيد أو يختلف بين الطرفين.' },
    40: { word: 'معيب', sentence: 'توقيع أو بصمة أو التزام غير ثابت.' },
    50: { word: 'تشعب', sentence: 'عرض أحدهم تاريخين لسجل واحد.' },
  },
  es: {
    0: { word: 'Bueno', sentence: 'Todo lo que contiene se sostiene.' },
    10: { word: 'Incompleto', sentence: 'Lo que hay se sostiene; algo no se reveló o no pudo compararse.' },
    20: { word: 'Tiempo', sentence: 'Hay fechas que se contradicen.' },
    30: { word: 'Laguna o discrepancia', sentence: 'Algo falta, sobra o difiere entre las dos partes.' },
    40: { word: 'Roto', sentence: 'Una firma, una huella o un compromiso no se sostiene.' },
    50: { word: 'Bifurcación', sentence: 'Alguien ha mostrado dos historias de un mismo registro.' },
  },
  fr: {
    0: { word: 'Bon', sentence: 'Tout ce que le dossier contient tient.' },
    10: {
      word: 'Incomplet',
      sentence: 'Ce qui s’y trouve tient ; quelque chose n’a pas été divulgué ou n’a pas pu être comparé.',
    },
    20: { word: 'Temps', sentence: 'Des dates se contredisent.' },
    30: {
      word: 'Lacune ou désaccord',
      sentence: 'Quelque chose manque, est de trop, ou diffère entre les deux côtés.',
    },
    40: { word: 'Rompu', sentence: 'Une signature, une empreinte ou un engagement ne tient pas.' },
    50: { word: 'Bifurcation', sentence: 'Quelqu’un a montré deux histoires d’un même journal.' },
  },
  ru: {
    0: { word: 'Исправно', sentence: 'Всё, что здесь содержится, подтверждается.' },
    10: {
      word: 'Неполно',
      sentence: 'То, что есть, подтверждается; что-то не раскрыто или не могло быть сопоставлено.',
    },
    20: { word: 'Время', sentence: 'Указанные моменты противоречат друг другу.' },
    30: {
      word: 'Пробел или расхождение',
      sentence: 'Чего-то недостаёт, что-то лишнее или стороны расходятся.',
    },
    40: { word: 'Нарушено', sentence: 'Подпись, хеш или обязательство не подтверждается.' },
    50: { word: 'Раздвоение', sentence: 'Кто-то предъявил две истории одного журнала.' },
  },
  vi: {
    0: { word: 'Tốt', sentence: 'Mọi thứ trong đó đều đứng vững.' },
    10: {
      word: 'Chưa đầy đủ',
      sentence: 'Những gì có đều đứng vững; có điều chưa được tiết lộ hoặc không thể so sánh.',
    },
    20: { word: 'Thời gian', sentence: 'Các mốc thời gian mâu thuẫn với nhau.' },
    30: { word: 'Thiếu hoặc không khớp', sentence: 'Có thứ thiếu, thừa, hoặc khác nhau giữa hai bên.' },
    40: { word: 'Hỏng', sentence: 'Một chữ ký, một giá trị băm hoặc một cam kết không đứng vững.' },
    50: { word: 'Phân nhánh', sentence: 'Có người đã đưa ra hai lịch sử của cùng một nhật ký.' },
  },
  zh: {
    0: { word: '良好', sentence: '其中一切均成立。' },
    10: { word: '不完整', sentence: '现有内容均成立；有内容未披露或无法比对。' },
    20: { word: '时间', sentence: '时间相互矛盾。' },
    30: { word: '缺失或不符', sentence: '有内容缺失、多余，或双方不一致。' },
    40: { word: '破损', sentence: '某个签名、哈希值或承诺不成立。' },
    50: { word: '分叉', sentence: '有人出示了同一日志的两种历史。' },
  },
}

/** The verdict of an exit code for a reader: a word, and a sentence that stands by itself. */
export function verdictFor(language: LetterLanguage, exit: number): Verdict {
  const english = verdictOf({ exit })
  const sentence = english.sentence.charAt(0).toUpperCase() + english.sentence.slice(1)
  const own = language === 'en' ? undefined : translated[language][exit]
  return own ?? { ...english, sentence }
}
