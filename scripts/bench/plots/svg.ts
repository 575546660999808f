import { parse, View } from 'vega'
import { type Config, compile, type TopLevelSpec } from 'vega-lite'

const FONT = 'Helvetica, Arial, sans-serif'

/** Light, large enough to read in a page, and the same in every plot. No text is cut: without a canvas its width is only guessed. */
const STYLE: Config = {
  background: 'white',
  font: FONT,
  padding: 16,
  axis: {
    labelFontSize: 13,
    titleFontSize: 14,
    titleFontWeight: 'normal',
    titlePadding: 10,
    titleLimit: 0,
    gridColor: '#e6e6e6',
    domainColor: '#888',
    tickColor: '#888',
    labelColor: '#333',
    titleColor: '#222',
  },
  header: { labelFontSize: 14, labelFontWeight: 'bold', labelColor: '#222', titleFontSize: 14 },
  legend: {
    labelFontSize: 13,
    titleFontSize: 13,
    labelLimit: 0,
    symbolSize: 90,
    symbolStrokeWidth: 2.5,
    labelColor: '#222',
    rowPadding: 5,
  },
  title: { fontSize: 17, anchor: 'start', offset: 14, color: '#111', subtitleFontSize: 13, subtitleColor: '#555', subtitlePadding: 6 },
  view: { stroke: '#ddd' },
}

/** A plot as SVG: no browser, no canvas. */
export async function svgOf(plot: TopLevelSpec): Promise<string> {
  const { spec } = compile({ ...plot, config: STYLE })
  const view = new View(parse(spec), { renderer: 'none' })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}
