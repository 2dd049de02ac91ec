// Hosts Microsoft's renderer as Teams does: Markdown is rendered before, by what the test brings along.
const LOOKS = {
  light: { default: "#242424", subtle: "#616161", accent: "#5b5fc7", attention: "#c4314b", background: "#ffffff" },
  dark: { default: "#ffffff", subtle: "#adadad", accent: "#9299f7", attention: "#f9526b", background: "#292929" },
};

function hostConfig(look) {
  const shade = LOOKS[look];
  const both = (colour) => ({ default: colour, subtle: shade.subtle });
  const style = {
    backgroundColor: shade.background,
    foregroundColors: {
      default: both(shade.default),
      accent: both(shade.accent),
      attention: both(shade.attention),
      good: both(shade.default),
      warning: both(shade.default),
    },
  };
  return new AdaptiveCards.HostConfig({
    fontFamily: '"Segoe UI", system-ui, sans-serif',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    containerStyles: { default: style },
    actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left" },
    inputs: { label: { inputSpacing: 4, requiredInputs: { suffix: " *" } }, errorMessage: { color: "attention" } },
    factSet: { title: { weight: "bolder", maxWidth: 180 }, spacing: 12 },
  });
}

/** Draws a card. `html` has the HTML of each of its texts. Answers what the renderer found wrong with it. */
window.draw = (json, html, look) => {
  document.documentElement.className = look;
  const found = [];
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    if (!(text in html)) found.push(`a text that the card has not: ${text}`);
    result.outputHtml = html[text];
    result.didProcess = true;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  card.hostConfig = hostConfig(look);
  card.onExecuteAction = (action) => {
    window.pressed = { type: action.getJsonTypeName(), verb: action.verb, data: action.data };
  };
  card.parse(json, context);
  for (let n = 0; n < context.eventCount; n += 1) found.push(context.getEventAt(n).message);
  for (const failure of card.validateProperties().validationEvents) found.push(failure.message);
  document.querySelector("#card").replaceChildren(card.render());
  window.pressed = null;
  return found;
};
