#pragma once

#include <string>

#include "corpus/value.h"

namespace woodshed::testing
{

/// "0: value value; 1: value; "
inline std::string draw(const ValueCorpus& corpus)
{
    std::string text;
    for (const ValueMeasure& measure : corpus.measures) {
        text += std::to_string(measure.index) + ":";
        for (const std::string& token : measure.tokens)
            text += " " + token;
        text += "; ";
    }
    return text;
}

} // namespace woodshed::testing
