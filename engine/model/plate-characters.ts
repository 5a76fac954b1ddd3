/** Cyrillic and Greek capitals that are drawn as a Latin capital. */
export const latinLookAlikes = pairs("АAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԚQԜWҮY", "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXͿJ");

/** Traditional to simplified, for characters that stand on plates: provinces, forces, suffixes, and no-plate words. */
export const simplifiedForms = pairs(
  "滬沪雲云遼辽魯鲁蘇苏贛赣晉晋陝陕閩闽貴贵粵粤寧宁瓊琼黒黑",
  "學学領领掛挂試试臨临應应軍军瀋沈濟济蘭兰廣广電电場场內内無无車车識识別别號号",
);

/** What cameras write when they saw no plate, after separators are gone. */
export const noPlateWords: ReadonlySet<string> = new Set([
  "无",
  "无牌",
  "无牌车",
  "无车牌",
  "未识别",
  "無",
  "無牌",
  "無牌車",
  "無車牌",
  "未識別",
]);

function pairs(...texts: string[]): ReadonlyMap<string, string> {
  const characters = [...texts.join("")];
  return new Map(
    characters.flatMap((from, index) => (index % 2 === 0 ? [[from, characters[index + 1]!] as const] : [])),
  );
}
