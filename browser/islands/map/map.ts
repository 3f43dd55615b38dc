// The map of borders in the place of the tiles: <figure data-island="map" data-borders="/api/v1/boundaries?on=…">. What a
// unit shows, where it leads and what is said of it come from its tile, so that both always agree. The map itself is heavy
// and loaded only when its figure comes near; without it, or without WebGL, the tiles stay.

export function attach(figure: HTMLElement) {
  const borders = figure.dataset.borders;
  const tiles = figure.querySelector<SVGSVGElement>("svg.tile-map");
  if (!borders || !tiles) return;
  const near = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      import("./drawn")
        .then(({ draw }) => draw(figure, tiles, borders))
        .catch((error: unknown) => console.warn("the map of borders is not shown", error));
    },
    { rootMargin: "200px" },
  );
  near.observe(figure);
}
