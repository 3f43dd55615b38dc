// What every map of borders has: drawn by MapLibre from our own borders alone, no tiles, fonts or pictures from anywhere.
import { Map as Drawn, setWorkerUrl, type LngLatBoundsLike, type MapOptions } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "./map.css";

export type Position = [number, number];
export type Border = {
  type: "Feature";
  id: string;
  properties: Record<string, string | number | boolean | null>;
  geometry: { type: "Polygon"; coordinates: Position[][] } | { type: "MultiPolygon"; coordinates: Position[][][] };
};

/** How long to wait for the first picture before the page goes on without a map. */
const PATIENCE = 20_000;

export async function bordersAt(address: string): Promise<Border[]> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the borders: ${answer.status}`);
  const told = (await answer.json()) as { features: Border[] };
  return told.features;
}

/** The areas of a border, each its outer ring and its holes. */
export const areasOf = ({ geometry }: Border): Position[][][] =>
  geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

export function around(borders: Border[]): LngLatBoundsLike {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const border of borders) {
    for (const [lon, lat] of areasOf(border).flat(2)) {
      [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      [south, north] = [Math.min(south, lat), Math.max(north, lat)];
    }
  }
  return [west, south, east, north];
}

/** A map in a frame that shows all of some borders, once it can be drawn on. */
export async function opened(frame: HTMLElement, borders: Border[], options: Partial<MapOptions>): Promise<Drawn> {
  setWorkerUrl(workerUrl);
  const map = new Drawn({
    container: frame,
    style: { version: 8, sources: {}, layers: [] },
    bounds: around(borders),
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    maplibreLogo: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    renderWorldCopies: false,
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  await settled(map);
  return map;
}

function settled(map: Drawn) {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the map took too long")), PATIENCE);
    map.once("load", () => {
      clearTimeout(timer);
      resolve();
    });
    map.once("error", ({ error }) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** A colour of the style sheet, as it is now. */
export const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export function label(map: Drawn, frame: HTMLElement, said: string) {
  map.getCanvas().setAttribute("aria-label", said);
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", said);
}

export function button(text: string, said: string | undefined, act: () => void) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button slim";
  button.textContent = text;
  if (said) {
    button.setAttribute("aria-label", said);
    button.title = said;
  }
  button.addEventListener("click", act);
  return button;
}

/** Nearer, farther, everything. Words come from the element that holds the map. */
export function buttons(map: Drawn, frame: HTMLElement, { dataset }: HTMLElement) {
  const row = document.createElement("div");
  row.className = "border-buttons no-print";
  const whole = map.getBounds();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 0 } : {};
  row.append(
    button("+", dataset.nearer, () => map.zoomIn(calm)),
    button("−", dataset.farther, () => map.zoomOut(calm)),
    button("⤢", dataset.whole, () => map.fitBounds(whole, calm)),
  );
  frame.append(row);
}
