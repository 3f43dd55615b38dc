// The map of borders in the colours of the tiles.
import type { GeoJSONSource, Map as Drawn } from "maplibre-gl";
import { bordersAt, buttons, label, opened, token, type Border } from "./borders";

type Unit = { link: SVGAElement; said: string; colour: string };

export async function draw(figure: HTMLElement, tiles: SVGSVGElement, address: string) {
  const borders = await bordersAt(address);
  const units = unitsOf(tiles);
  const known = borders.filter(({ id, properties }) => units.has(`${properties.code}`) || units.has(id));
  if (known.length === 0) throw new Error("no border of these units");
  // Names of the map's own, because the drawing needs whole numbers.
  const list = known.map((border) => units.get(`${border.properties.code}`) ?? units.get(border.id)!);

  const frame = document.createElement("div");
  frame.className = "border-map";
  const note = document.createElement("p");
  note.className = "border-note";
  note.setAttribute("aria-hidden", "true");
  note.hidden = true;
  tiles.before(frame);
  try {
    const map = await opened(frame, known, { cooperativeGestures: true });
    const paint = () => coloured(map, known, list);
    paint();
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", paint);
    }
    frame.append(note);
    label(map, frame, figure.dataset.label ?? "");
    buttons(map, frame, figure);
    speak(map, note, list);
    // The tiles stay for the keyboard, for who listens, and for print; the map shows which one has the focus.
    figure.classList.add("has-borders");
  } catch (error) {
    frame.remove();
    throw error;
  }
}

/** What the tiles say, by the unit's code or id in their links. */
function unitsOf(tiles: SVGSVGElement) {
  const units = new Map<string, Unit>();
  for (const link of tiles.querySelectorAll<SVGAElement>("a")) {
    const unit = new URL(link.href.baseVal, location.href).searchParams.get("unit");
    const colour = link.querySelector("[class^=q]")?.getAttribute("class");
    if (unit && colour) units.set(unit, { link, colour, said: link.querySelector("title")?.textContent ?? "" });
  }
  return units;
}

/** The colours of the style sheet, as they are now. */
function coloured(map: Drawn, borders: Border[], list: Unit[]) {
  const fill = ({ colour }: Unit) => token(colour === "q-hidden" ? "well" : colour);
  const features = list.map((unit, at) => ({
    ...borders[at]!,
    id: at,
    properties: { at, fill: fill(unit), hidden: unit.colour === "q-hidden" },
  }));
  const data = { type: "FeatureCollection" as const, features };
  const source = map.getSource<GeoJSONSource>("units");
  if (source) {
    source.setData(data);
    map.setPaintProperty("ground", "background-color", token("paper"));
    map.setPaintProperty("border", "line-color", token("paper"));
    map.setPaintProperty("chosen", "line-color", token("ink"));
    map.removeImage("stripes");
    map.addImage("stripes", stripes(token("edge")));
    return;
  }
  map.addImage("stripes", stripes(token("edge")));
  map.addSource("units", { type: "geojson", data, tolerance: 0.2 });
  map.addLayer({ id: "ground", type: "background", paint: { "background-color": token("paper") } });
  map.addLayer({ id: "area", type: "fill", source: "units", paint: { "fill-color": ["get", "fill"] } });
  map.addLayer({
    id: "hidden",
    type: "fill",
    source: "units",
    filter: ["==", ["get", "hidden"], true],
    paint: { "fill-pattern": "stripes" },
  });
  map.addLayer({
    id: "border",
    type: "line",
    source: "units",
    layout: { "line-join": "round" },
    paint: { "line-color": token("paper"), "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.6, 13, 2] },
  });
  map.addLayer({
    id: "chosen",
    type: "line",
    source: "units",
    filter: ["==", ["get", "at"], -1],
    layout: { "line-join": "round" },
    paint: { "line-color": token("ink"), "line-width": 2.5 },
  });
}

/** Slanting stripes of eight points, as hidden tiles have them. */
function stripes(colour: string) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const paper = canvas.getContext("2d")!;
  paper.strokeStyle = colour;
  paper.lineWidth = 1.5;
  for (const from of [-8, 0, 8]) {
    paper.moveTo(from, 8);
    paper.lineTo(from + 8, 0);
  }
  paper.stroke();
  return paper.getImageData(0, 0, 8, 8);
}

/** Pointing at a unit, or reaching its tile's link by keyboard, says what it shows; choosing it opens it. */
function speak(map: Drawn, note: HTMLElement, list: Unit[]) {
  let shown = -1;
  const show = (at: number, x?: number, y?: number) => {
    if (at !== shown) {
      map.setFilter("chosen", ["==", ["get", "at"], at]);
      note.hidden = at < 0;
      note.textContent = list[at]?.said ?? "";
      map.getCanvas().style.cursor = at < 0 ? "" : "pointer";
      shown = at;
    }
    if (at >= 0) note.style.transform = x === undefined ? "" : place(map, note, x, y ?? 0);
  };
  map.on("mousemove", "area", ({ features, point }) => show(Number(features?.[0]?.properties.at ?? -1), point.x, point.y));
  map.on("mouseleave", "area", () => show(-1));
  map.on("click", "area", ({ features }) => {
    const unit = list[Number(features?.[0]?.properties.at ?? -1)];
    if (unit) location.assign(unit.link.href.baseVal);
  });
  list.forEach(({ link }, at) => {
    link.addEventListener("focus", () => show(at));
    link.addEventListener("blur", () => show(-1));
  });
}

/** Beside the pointer, on the side where there is room. */
function place(map: Drawn, note: HTMLElement, x: number, y: number) {
  const { clientWidth } = map.getCanvas();
  const left = x > clientWidth / 2 ? x - note.offsetWidth - 12 : x + 12;
  return `translate(${Math.max(0, left)}px, ${Math.max(0, y - 36)}px)`;
}
