import { type LetterLanguage, letterLanguages } from './language.ts'

/**
 * Organisations that issue travel documents, by their codes of three letters (ICAO 9303-3, section 5, codes for organisations and
 * for other issuing authorities), in the order of `letterLanguages` below: ar, en, es, fr, ru, vi, zh.
 */
const names: Readonly<Record<string, string>> = {
  EUE: 'الاتحاد الأوروبي (وثيقة مرور)|European Union (laissez-passer)|Unión Europea (salvoconducto)|Union européenne (laissez-passer)|Европейский союз (лессе-пассе)|Liên minh châu Âu (giấy thông hành)|欧洲联盟（通行证）',
  UNO: 'منظمة الأمم المتحدة أو أحد موظفيها|United Nations Organization or one of its officials|Organización de las Naciones Unidas o uno de sus funcionarios|Organisation des Nations Unies ou l’un de ses fonctionnaires|Организация Объединённых Наций или её должностное лицо|Tổ chức Liên hợp quốc hoặc viên chức của Tổ chức|联合国组织或其官员',
  UNA: 'وكالة متخصصة للأمم المتحدة أو أحد موظفيها|United Nations specialized agency or one of its officials|Organismo especializado de las Naciones Unidas o uno de sus funcionarios|Institution spécialisée des Nations Unies ou l’un de ses fonctionnaires|Специализированное учреждение ООН или его должностное лицо|Cơ quan chuyên môn của Liên hợp quốc hoặc viên chức của cơ quan|联合国专门机构或其官员',
  UNK: 'بعثة الأمم المتحدة للإدارة المؤقتة في كوسوفو|United Nations Interim Administration Mission in Kosovo|Misión de Administración Provisional de las Naciones Unidas en Kosovo|Mission d’administration intérimaire des Nations Unies au Kosovo|Миссия ООН по делам временной администрации в Косово|Phái bộ hành chính lâm thời của Liên hợp quốc tại Kosovo|联合国科索沃临时行政当局特派团',
  XBA: 'مصرف التنمية الأفريقي|African Development Bank|Banco Africano de Desarrollo|Banque africaine de développement|Африканский банк развития|Ngân hàng Phát triển châu Phi|非洲开发银行',
  XCC: 'الجماعة الكاريبية|Caribbean Community|Comunidad del Caribe|Communauté des Caraïbes|Карибское сообщество|Cộng đồng Caribe|加勒比共同体',
  XCE: 'مجلس أوروبا|Council of Europe|Consejo de Europa|Conseil de l’Europe|Совет Европы|Ủy hội châu Âu|欧洲委员会',
  XCO: 'السوق المشتركة لشرق أفريقيا والجنوب الأفريقي|Common Market for Eastern and Southern Africa|Mercado Común del África Oriental y Meridional|Marché commun de l’Afrique orientale et australe|Общий рынок Восточной и Южной Африки|Thị trường chung Đông và Nam Phi|东部和南部非洲共同市场',
  XDC: 'الجماعة الإنمائية للجنوب الأفريقي|Southern African Development Community|Comunidad de África Meridional para el Desarrollo|Communauté de développement de l’Afrique australe|Сообщество развития юга Африки|Cộng đồng Phát triển Nam Phi|南部非洲发展共同体',
  XEC: 'الجماعة الاقتصادية لدول غرب أفريقيا|Economic Community of West African States|Comunidad Económica de los Estados de África Occidental|Communauté économique des États de l’Afrique de l’Ouest|Экономическое сообщество западноафриканских государств|Cộng đồng Kinh tế các quốc gia Tây Phi|西非国家经济共同体',
  XES: 'منظمة دول شرق الكاريبي|Organisation of Eastern Caribbean States|Organización de Estados del Caribe Oriental|Organisation des États de la Caraïbe orientale|Организация восточнокарибских государств|Tổ chức các quốc gia Đông Caribe|东加勒比国家组织',
  XIM: 'المصرف الأفريقي للتصدير والاستيراد|African Export-Import Bank|Banco Africano de Exportación e Importación|Banque africaine d’import-export|Африканский экспортно-импортный банк|Ngân hàng Xuất nhập khẩu châu Phi|非洲进出口银行',
  XMP: 'الجمعية البرلمانية للبحر الأبيض المتوسط|Parliamentary Assembly of the Mediterranean|Asamblea Parlamentaria del Mediterráneo|Assemblée parlementaire de la Méditerranée|Парламентская ассамблея Средиземноморья|Hội đồng Nghị viện Địa Trung Hải|地中海议会大会',
  XOM: 'منظمة فرسان مالطة ذات السيادة|Sovereign Military Order of Malta|Soberana Orden Militar de Malta|Ordre souverain militaire de Malte|Суверенный военный Мальтийский орден|Dòng Hiệp sĩ Quân sự Tối cao Malta|马耳他主权军事教团',
  XPO: 'الإنتربول|INTERPOL|INTERPOL|INTERPOL|Интерпол|INTERPOL|国际刑警组织',
}

/** What an organisation is called in a language; null: the code is none of theirs. */
export function organisationNamed(code: string, language: LetterLanguage): string | null {
  const inAll = Object.hasOwn(names, code) ? names[code] : undefined
  return inAll?.split('|')[letterLanguages.indexOf(language)] ?? null
}
