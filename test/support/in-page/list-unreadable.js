// Runs in a browser's page, as text: texts whose contrast with what is behind them is below 4.5 to 1 (WCAG AA), charts included.
(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  // a canvas converts every CSS notation of a color to numbers
  const readColor = (color) => {
    if (canvas === null) return [0, 0, 0, 0];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const blend = (top, bottom) => {
    const share = (top[3] ?? 0) / 255;
    return [0, 1, 2].map((index) => (top[index] ?? 0) * share + (bottom[index] ?? 0) * (1 - share));
  };
  const findGround = (element) => {
    if (element === null) return [255, 255, 255];
    const color = readColor(getComputedStyle(element).backgroundColor);
    return color[3] === 255 ? color : blend(color, findGround(element.parentElement));
  };
  const measureLight = (color) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const part = (color[index] ?? 0) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const unreadable = [];
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const parent = node.parentElement;
    const isDrawn = parent?.closest('title, desc') === null && parent.getClientRects().length > 0;
    if (parent === null || !isDrawn || node.textContent?.trim() === '') continue;
    const style = getComputedStyle(parent);
    const ground = findGround(parent);
    const ink = blend(readColor(parent.closest('svg') === null ? style.color : style.fill), ground);
    const [light = 0, dark = 0] = [measureLight(ink), measureLight(ground)].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) unreadable.push(`${contrast.toFixed(2)}: ${node.textContent?.slice(0, 40)}`);
  }
  return unreadable;
})();
