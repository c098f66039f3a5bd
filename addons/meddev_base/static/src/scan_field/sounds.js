/** What a person hears who looks at the goods and not at the screen: one high tone for taken, two low ones for refused. */
const TONES = {
    taken: [{ hertz: 1320, at: 0, seconds: 0.09 }],
    refused: [
        { hertz: 220, at: 0, seconds: 0.18 },
        { hertz: 165, at: 0.24, seconds: 0.32 },
    ],
};

let audio = null;

/** Play one of TONES; where the device has no sound nothing happens. */
export function play(name) {
    const AudioContext = window.AudioContext || window.webkitAudioContext;
    if (!AudioContext) {
        return;
    }
    audio = audio || new AudioContext();
    audio.resume();
    for (const { hertz, at, seconds } of TONES[name]) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.type = "square";
        tone.frequency.value = hertz;
        volume.gain.value = 0.15;
        tone.connect(volume).connect(audio.destination);
        tone.start(audio.currentTime + at);
        tone.stop(audio.currentTime + at + seconds);
    }
    document.dispatchEvent(new CustomEvent("meddev-sound", { detail: name }));
}
