/* Runs after leaflet.js and before the map script. Everything it needs lies beside it. */
(function () {
  "use strict";
  var here = document.currentScript ? document.currentScript.src : "";
  L.Icon.Default.imagePath = here.replace(/init\.js.*$/, "images/");

  /* The stripes of areas without a value; a fill can only point at them by their id. */
  var stripes = document.createElement("div");
  stripes.setAttribute("aria-hidden", "true");
  stripes.style.cssText = "position:absolute;width:0;height:0;overflow:hidden";
  stripes.innerHTML =
    '<svg width="0" height="0"><defs><pattern id="schraffur" width="8" height="8"' +
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<rect width="8" height="8" fill="#E8EAED"/>' +
    '<line x1="0" y1="0" x2="0" y2="8" stroke="#7B8794" stroke-width="3"/>' +
    "</pattern></defs></svg>";
  if (document.body) {
    document.body.appendChild(stripes);
  } else {
    document.addEventListener("DOMContentLoaded", function () {
      document.body.appendChild(stripes);
    });
  }

  /* The frame has the name of the component that draws it; people hear what it shows. So does the
     map inside, which can be reached with the keyboard. */
  window.karteNennen = function (name) {
    if (window.frameElement) { window.frameElement.title = name; }
    var map = document.querySelector(".leaflet-container");
    if (map) { map.setAttribute("role", "region"); map.setAttribute("aria-label", name); }
  };
  window.karteNennen("Karte der Ortsteile");
  document.documentElement.lang = "de";

  /* Who asked the system for less movement gets none. */
  if (window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({
      zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
    });
  }

  /* A frame may get its size late (tabs, phones turned round): show the whole Gemeinde again
     until somebody has moved the map. */
  L.Map.addInitHook(function () {
    var map = this;
    var moved = false;
    map.getContainer().addEventListener("pointerdown", function () { moved = true; });
    map.getContainer().addEventListener("wheel", function () { moved = true; });
    /* Leaflet gives the map the focus at every press. The page around would scroll it into view
       under the mouse, and the click would be lost. */
    map.getContainer().focus = function () {
      HTMLElement.prototype.focus.call(this, { preventScroll: true });
    };
    if (typeof ResizeObserver === "undefined") { return; }
    new ResizeObserver(function () {
      /* behind another tab it has no size, and no middle */
      if (!map._loaded || !map.getContainer().offsetWidth) { return; }
      map.invalidateSize({ animate: false });
      if (!moved && map.options.homeBounds) {
        map.fitBounds(map.options.homeBounds, { animate: false, padding: [12, 12] });
      }
    }).observe(map.getContainer());
  });

  /* Areas can be reached and chosen with the keyboard, and say what they show. */
  window.gebietZugang = function (feature, layer) {
    layer.on("add", function () {
      var path = layer.getElement && layer.getElement();
      if (!path) { return; }
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "button");
      path.setAttribute("aria-label", feature.properties.vorlesetext);
      /* the same for the area that is pressed: it keeps its focus for the keyboard only */
      path.addEventListener("mousedown", function (event) { event.preventDefault(); });
      path.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" && event.key !== " ") { return; }
        event.preventDefault();
        layer.fire("click", { latlng: layer.getBounds().getCenter() }, true);
      });
    });
  };
})();
